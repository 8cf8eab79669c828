import oracle from '../fixtures/distributions.json';
import { createRandom } from '../random/sfc32';
import { newcombeInterval } from './newcombe';
import { ratioInterval } from './ratio';
import { wilsonInterval } from './wilson';

describe('intervals of proportions', () => {
  it.each(oracle.wilson)('Wilson agrees with SciPy: $successes of $trials', ({ successes, trials, lower, upper }) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.lower).toBeCloseTo(lower, 10);
    expect(interval.upper).toBeCloseTo(upper, 10);
  });

  it('Newcombe gives the published interval of 56/70 against 48/80', () => {
    const interval = newcombeInterval({ successes: 56, trials: 70 }, { successes: 48, trials: 80 });
    expect(interval.estimate).toBeCloseTo(0.2, 9);
    expect(interval.lower).toBeCloseTo(0.0524, 4);
    expect(interval.upper).toBeCloseTo(0.3339, 4);
  });

  it('a ratio against nothing selected is undefined, and one from nothing selected starts at 0', () => {
    expect(ratioInterval({ successes: 3, trials: 10 }, { successes: 0, trials: 10 })).toBeUndefined();
    expect(ratioInterval({ successes: 0, trials: 50 }, { successes: 25, trials: 50 })).toMatchObject({ lower: 0 });
  });

  it('the ratio interval covers the true ratio in about 95 of 100 samples', () => {
    const random = createRandom(9);
    const count = (rate: number): number =>
      Array.from({ length: 80 }, () => random.next()).filter((u) => u < rate).length;
    let covered = 0;
    for (let run = 0; run < 2_000; run += 1) {
      const interval = ratioInterval({ successes: count(0.3), trials: 80 }, { successes: count(0.5), trials: 80 });
      if (interval !== undefined && interval.lower <= 0.6 && interval.upper >= 0.6) covered += 1;
    }
    expect(covered / 2_000).toBeGreaterThan(0.935);
    expect(covered / 2_000).toBeLessThan(0.97);
  });

  it('refuses no trials, because nothing was seen', () => {
    expect(() => wilsonInterval(0, 0)).toThrow('trials > 0');
  });
});
