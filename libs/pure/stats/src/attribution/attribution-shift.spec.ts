import { createRandom, nextNormal } from '../random/sfc32';
import { attributionShift } from './attribution-shift';

const sample = (count: number, seed: number, scales: readonly number[]): number[][] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => scales.map((scale) => scale * nextNormal(random)));
};

describe('a shift of attributions', () => {
  it('is the share that moved from some features to others', () => {
    const shift = attributionShift([[3, -1]], [[-1, 3]]);
    expect(shift).toMatchObject({ reference: [0.75, 0.25], current: [0.25, 0.75], moved: 0.5 });
    expect(shift.ndcg).toBeCloseTo((0.25 + 0.75 / Math.log2(3)) / (0.75 + 0.25 / Math.log2(3)), 12);
    expect(attributionShift([[3, -1]], [[6, 2]]).moved).toBe(0);
  });

  it('is found when a feature loses what it told, and does not depend on the seed being lucky', () => {
    for (const seed of [1, 2, 3]) {
      const shift = attributionShift(sample(300, 5, [3, 2, 1]), sample(300, 6, [1, 2, 1]), { seed });
      expect(shift.pValue).toBeLessThan(0.001);
      expect(shift.effect).toBeGreaterThan(0.1);
    }
  });

  it.each([
    [300, 50],
    [300, 300],
  ])(
    'keeps its law under no drift with %i and %i rows',
    (m, n) => {
      const runs = 200;
      let below = 0;
      for (let run = 0; run < runs; run += 1) {
        const scales = [3, 2, 1, 0.1];
        const { pValue } = attributionShift(sample(m, 1_000 + run, scales), sample(n, 9_000 + run, scales));
        if (pValue < 0.05) below += 1;
      }
      expect(below / runs).toBeLessThanOrEqual(0.09);
    },
    60_000,
  );

  it('needs rows of equally many features on both sides', () => {
    expect(() => attributionShift([], [[1]])).toThrow('both sides');
    expect(() => attributionShift([[1]], [[1, 2]])).toThrow('equally many');
  });
});
