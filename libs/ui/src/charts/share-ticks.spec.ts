import { shareTicks } from './share-ticks';

describe('ticks of an axis of shares', () => {
  it.each([
    [0.28, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.05, [0, 0.01, 0.02, 0.03, 0.04, 0.05]],
    [0, [0, 0.01]],
  ])('are round and hold %d', (largest, ticks) => {
    expect(shareTicks(largest)).toEqual(ticks);
  });
});
