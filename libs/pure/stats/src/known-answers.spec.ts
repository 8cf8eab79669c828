import { expectedPerformance } from './classification/cbpe';
import { binnedKolmogorovSmirnov, binnedWasserstein } from './measures/binned-distance';
import { contingencyChiSquare } from './measures/contingency-chi-square';
import { hellingerDistance } from './measures/hellinger';
import { jensenShannonDistance, jensenShannonDivergence } from './measures/jensen-shannon';
import { kolmogorovSmirnov, kolmogorovSmirnovStatistic } from './measures/kolmogorov-smirnov';
import { kullbackLeibler } from './measures/kullback-leibler';
import { populationStabilityIndex } from './measures/population-stability-index';
import { largestShareDifference, totalVariation } from './measures/total-variation';
import { normalisedWasserstein, wassersteinDistance } from './measures/wasserstein';
import { benjaminiHochberg } from './multiple-testing/benjamini-hochberg';
import { buildFeatureProfile } from './profile/feature-profile';
import { orderedCells } from './profile/ordered-cells';
import { countValues } from './profile/window-counts';
import { createRandom, nextNormal } from './random/sfc32';
import { createAdwin, updateAdwin } from './streaming/adwin';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Published to twelve decimals: equal within 1e-9, with what rounding the published figure leaves open. */
const within = (published: number, tolerance = 1e-9): unknown => ({
  asymmetricMatch: (found: number) => Math.abs(found - published) <= tolerance,
  toString: () => `within ${tolerance} of ${published}`,
});

describe('known answers (the numbers of the published table)', () => {
  const [reference, current] = [
    [50, 30, 20],
    [30, 30, 40],
  ];

  it('1: share measures of 50/30/20 against 30/30/40', () => {
    expect({
      psi: populationStabilityIndex(reference, current),
      kl: kullbackLeibler(reference, current),
      js: jensenShannonDivergence(reference, current),
      jsDistance: jensenShannonDistance(reference, current),
      hellinger: hellingerDistance(reference, current),
      totalVariation: totalVariation(reference, current),
      lInfinity: largestShareDifference(reference, current),
    }).toEqual({
      psi: within(0.240794560865),
      kl: within(0.116783375771),
      // The table ends ...605; by 30-digit arithmetic, and by the table's own distance squared, it is ...640325.
      js: within(0.029623480640325, 1e-14),
      jsDistance: within(0.172114731038),
      hellinger: within(0.172797433154),
      totalVariation: within(0.2),
      lInfinity: within(0.2),
    });
    expect(jensenShannonDivergence(reference, current)).toEqual(within(0.029623480605));
  });

  it('2: the contingency chi-square of the same', () => {
    expect(contingencyChiSquare(reference, current)).toEqual({
      statistic: within(35 / 3),
      degrees: 2,
      pValue: within(2.92829969e-3, 1e-7),
    });
  });

  it('3 and 4: exact two-sample Kolmogorov-Smirnov', () => {
    expect(kolmogorovSmirnov(range(1, 5), range(3, 7))).toEqual({
      ...{ statistic: within(0.4), pValue: within(0.873015873, 1e-7), method: 'exact' },
    });
    expect(kolmogorovSmirnov(range(1, 20), range(6, 25))).toEqual({
      ...{ statistic: within(0.25), pValue: within(0.571336005, 1e-7), method: 'exact' },
    });
  });

  it('5: Wasserstein of [0, 1, 3] against [5, 6, 8], raw and in deviations of the reference', () => {
    expect(wassersteinDistance([0, 1, 3], [5, 6, 8])).toEqual(within(5));
    expect(normalisedWasserstein([0, 1, 3], [5, 6, 8])).toEqual(within(5 / Math.sqrt(14 / 9)));
  });

  it('6: Benjamini-Hochberg rejects two of ten at 0.05', () => {
    const p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    expect(benjaminiHochberg(p).filter((adjusted) => adjusted < 0.05)).toHaveLength(2);
  });

  it('7: CBPE of six probabilities', () => {
    const found = expectedPerformance([0.9, 0.8, 0.7, 0.4, 0.3, 0.1], [1, 1, 1, 0, 0, 0]);
    // Published to six decimals.
    expect(found).toMatchObject({
      accuracy: within(0.766667, 5e-7),
      precision: within(0.8),
      recall: within(0.75),
      f1: within(0.774194, 5e-7),
      auc: within(0.823661, 5e-7),
    });
    expect(found.accuracy).toEqual(within(23 / 30));
    expect(found.f1).toEqual(within(24 / 31));
  });

  it('8: ADWIN alarms first at index 1023', () => {
    const state = createAdwin(0.002);
    const values = [...new Array<number>(1_000).fill(0), ...new Array<number>(1_000).fill(1)];
    expect(values.findIndex((value) => updateAdwin(state, value))).toBe(1_023);
  });
});

describe('measures from counters', () => {
  it('hold their stated bounds: Kolmogorov-Smirnov within the heaviest cell, Wasserstein within the widths', () => {
    for (const [seed, scale, shift] of [
      [1, 1, 0],
      [2, 1, 0.4],
      [3, 2, -0.3],
      [4, 1, 3],
    ] as const) {
      const random = createRandom(seed);
      const before = Array.from({ length: 700 }, () => nextNormal(random));
      const now = Array.from({ length: 500 }, () => shift + scale * nextNormal(random));
      const profile = buildFeatureProfile('x', 'numeric', before);
      const counts = countValues(profile.bins, now);
      const cells = orderedCells(profile, counts)!;
      const ks = binnedKolmogorovSmirnov(profile.counts.bins, counts.bins, cells);
      const exact = kolmogorovSmirnovStatistic(before, now);
      expect(Math.abs(exact - ks.value)).toBeLessThanOrEqual(ks.bound + 1e-12);
      const heaviest = Math.max(...profile.counts.bins.map((n) => n / 700), ...counts.bins.map((n) => n / 500));
      expect(ks.bound).toBeLessThanOrEqual(heaviest + 1e-12);
      const wasserstein = binnedWasserstein(profile.counts.bins, counts.bins, cells);
      const error = Math.abs(normalisedWasserstein(before, now) - wasserstein.value);
      expect(error).toBeLessThanOrEqual(wasserstein.bound + 1e-12);
    }
  });
});
