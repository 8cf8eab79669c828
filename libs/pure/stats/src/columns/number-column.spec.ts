import fc from 'fast-check';
import { binnedKolmogorovSmirnov, binnedWasserstein } from '../measures/binned-distance';
import { kolmogorovSmirnovStatistic } from '../measures/kolmogorov-smirnov';
import { normalisedWasserstein } from '../measures/wasserstein';
import { buildFeatureProfile } from '../profile/feature-profile';
import { countValues } from '../profile/window-counts';
import { createRandom, nextNormal } from '../random/sfc32';
import {
  createNumberCounter,
  fineCounts,
  mergeNumberCounts,
  numberProfile,
  numberWindow,
  planNumbers,
} from './number-column';

const values = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double(), fc.constant(NaN)), {
  minLength: 1,
  maxLength: 300,
  size: 'max',
});
const counted = (plan: ReturnType<typeof planNumbers>, column: readonly number[]) => {
  const counter = createNumberCounter(plan);
  counter.add(Float64Array.from(column));
  return counter.counts();
};

describe('a column of numbers', () => {
  it('has the profile and the window counts of its rows one by one', () => {
    const moderate = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.float({ noDefaultInfinity: true })), {
      minLength: 1,
      maxLength: 300,
      size: 'max',
    });
    fc.assert(
      fc.property(moderate, moderate, (reference, current) => {
        const plan = planNumbers(Float64Array.from(reference));
        const wanted = buildFeatureProfile('x', 'numeric', reference);
        const found = numberProfile('x', plan, counted(plan, reference));
        expect(found.bins).toEqual(wanted.bins);
        expect(found.counts.bins).toEqual(wanted.counts.bins);
        expect(found.summary === null).toBe(wanted.summary === null);
        const window = countValues(wanted.bins, current);
        expect(numberWindow(plan, counted(plan, current))).toMatchObject({
          rows: window.rows,
          bins: window.bins,
          min: window.min,
          max: window.max,
        });
      }),
    );
  });

  it('counted in parts and merged is the column counted at once', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const plan = planNumbers(Float64Array.from(a));
        const merged = mergeNumberCounts(counted(plan, a), counted(plan, b));
        const whole = counted(plan, [...a, ...b]);
        expect(merged.cells).toEqual(whole.cells);
        expect([merged.rows, merged.missing, merged.moments.finite]).toEqual([
          whole.rows,
          whole.missing,
          whole.moments.finite,
        ]);
      }),
    );
  });

  it('has fine cells that hold Kolmogorov-Smirnov and Wasserstein within their bounds, which are small', () => {
    const random = createRandom(5);
    const draw = (shift: number): number[] => Array.from({ length: 20_000 }, () => nextNormal(random) + shift);
    const [reference, current] = [draw(0), draw(0.1)];
    const plan = planNumbers(Float64Array.from(reference));
    const fine = fineCounts(plan, counted(plan, reference), counted(plan, current));
    if (fine === undefined) throw new TypeError('both sides have numbers');
    const ks = binnedKolmogorovSmirnov(fine.reference, fine.current, fine.cells);
    const wasserstein = binnedWasserstein(fine.reference, fine.current, fine.cells);
    expect(ks.bound).toBeLessThan(0.01);
    expect(Math.abs(ks.value - kolmogorovSmirnovStatistic(reference, current))).toBeLessThanOrEqual(ks.bound);
    expect(wasserstein.bound).toBeLessThan(0.06);
    const exact = normalisedWasserstein(reference, current);
    expect(Math.abs(wasserstein.value - exact)).toBeLessThanOrEqual(wasserstein.bound);
  });
});
