import { createRandom } from '@plumbline/stats';
import { checkSampleRatio } from './sample-ratio';

describe('the sample ratio', () => {
  it.each([
    [[897, 103], [90, 10], false],
    [[700, 300], [90, 10], true],
    [[500, 200, 300], [50, 20, 30], false],
    [[500, 300, 200], [50, 20, 30], true],
    [[150, 49], [90, 10], false],
  ])('of %j where %j percent was set: mismatch %p', (counts, shares, mismatch) => {
    expect(checkSampleRatio(counts, shares).mismatch).toBe(mismatch);
  });

  it('is not called a mismatch by looking at it all the time', () => {
    const random = createRandom(3);
    let mismatches = 0;
    for (let rollout = 0; rollout < 200; rollout++) {
      const counts = [0, 0];
      let found = false;
      for (let look = 0; look < 100; look++) {
        for (let i = 0; i < 40; i++) counts[random.next() < 0.1 ? 1 : 0]! += 1;
        found ||= checkSampleRatio(counts, [90, 10]).mismatch;
      }
      if (found) mismatches++;
    }
    expect(mismatches).toBeLessThanOrEqual(2);
  });

  it('of nothing is nothing', () => {
    expect(checkSampleRatio([0, 0], [90, 10])).toEqual({ pValue: null, mismatch: false });
  });
});
