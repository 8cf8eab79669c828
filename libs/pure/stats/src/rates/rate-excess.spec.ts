import { createRandom, nextNormal } from '../random/sfc32';
import { betaBinomialSurvival, rateExcess } from './rate-excess';
import { studentSurvival } from '../distributions/student';

describe('the chance of a share as large as this', () => {
  it('is uniform for a flat prior, and adds up to one', () => {
    expect([0, 1, 2, 3].map((x) => betaBinomialSurvival(x, 3, 1, 1))).toEqual(
      [1, 3 / 4, 1 / 2, 1 / 4].map((p) => expect.closeTo(p, 12)),
    );
    expect(betaBinomialSurvival(0, 1_000, 3, 7)).toBe(1);
  });

  it('is the naive sum of beta-binomial probabilities', () => {
    const [n, a, b] = [25, 4, 40];
    // Pólya's urn: the probability of k successes, by counting one draw after another.
    const urn = Array.from({ length: n + 1 }, () => 0);
    urn[0] = 1;
    for (let drawn = 0; drawn < n; drawn += 1) {
      for (let k = drawn; k >= 0; k -= 1) {
        const p = (a + k) / (a + b + drawn);
        urn[k + 1] = (urn[k + 1] as number) + (urn[k] as number) * p;
        urn[k] = (urn[k] as number) * (1 - p);
      }
    }
    for (let x = 0; x <= n; x += 1) {
      const naive = urn.slice(x).reduce((sum, p) => sum + p, 0);
      expect(betaBinomialSurvival(x, n, a, b)).toBeCloseTo(naive, 10);
    }
  });

  it('is exact for rows beyond both extremes of a sample', () => {
    const random = createRandom(3);
    const [m, n, runs] = [40, 30, 4_000];
    const seen = new Array<number>(n + 1).fill(0);
    for (let run = 0; run < runs; run += 1) {
      const reference = Array.from({ length: m }, () => nextNormal(random));
      const [low, high] = [Math.min(...reference), Math.max(...reference)];
      const beyond = Array.from({ length: n }, () => nextNormal(random)).filter((x) => x < low || x > high).length;
      seen[beyond] = (seen[beyond] as number) + 1;
    }
    for (const x of [1, 2, 3, 5]) {
      const share = seen.slice(x).reduce((sum, count) => sum + count, 0) / runs;
      expect(Math.abs(share - rateExcess(x, n, { count: 1, rows: m }))).toBeLessThan(0.025);
    }
  });

  it('never alarms more often than it says, sample against sample', () => {
    const random = createRandom(4);
    const share = (rows: number, p: number): number =>
      Array.from({ length: rows }, () => random.next()).filter((u) => u < p).length;
    const runs = 2_000;
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const p = 0.3 * random.next();
      if (rateExcess(share(100, p), 100, { count: share(200, p), rows: 200 }) < 0.05) alarms += 1;
    }
    expect(alarms / runs).toBeLessThanOrEqual(0.05);
  });

  it('holds a contract to what it allows', () => {
    expect(rateExcess(5, 100, { allowedShare: 0.01 })).toBeCloseTo(0.003432, 5);
    expect(rateExcess(0, 100, { allowedShare: 0.01 })).toBe(1);
    expect(rateExcess(4, 4, { count: 50, rows: 50 })).toBe(1);
    expect(() => rateExcess(2, 1, { allowedShare: 0.1 })).toThrow('count <= rows');
  });
});

describe("Student's t", () => {
  it('has the published quantiles', () => {
    expect(studentSurvival(2.228138852, 10)).toBeCloseTo(0.025, 9);
    expect(studentSurvival(-2.228138852, 10)).toBeCloseTo(0.975, 9);
    expect(studentSurvival(1, 1)).toBeCloseTo(0.25, 12);
    expect(studentSurvival(0, 5)).toBeCloseTo(0.5, 12);
  });
});
