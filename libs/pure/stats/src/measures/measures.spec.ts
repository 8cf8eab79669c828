import { hellingerDistance } from './hellinger';
import { jensenShannonDivergence } from './jensen-shannon';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { kullbackLeibler } from './kullback-leibler';
import { populationStabilityIndex } from './population-stability-index';
import { totalVariation } from './total-variation';
import { normalisedWasserstein, wassersteinDistance } from './wasserstein';

describe('rules of the drift measures', () => {
  it('smooths PSI and KL by one half only when a bin is empty on one side', () => {
    const smoothed = (60.5 / 101.5 - 50.5 / 101.5) * Math.log(60.5 / 50.5);
    const emptied = (0.5 / 101.5 - 10.5 / 101.5) * Math.log(0.5 / 10.5);
    expect(populationStabilityIndex([50, 40, 10], [60, 40, 0])).toBeCloseTo(smoothed + emptied, 12);
    expect(Number.isFinite(kullbackLeibler([10, 0], [0, 10]))).toBe(true);
  });

  it('leaves out bins that are empty on both sides', () => {
    expect(populationStabilityIndex([50, 0, 30, 20], [30, 0, 30, 40])).toBeCloseTo(0.240794560865, 11);
  });

  it('puts disjoint shares at the end of each bounded range', () => {
    expect(jensenShannonDivergence([7, 0], [0, 9])).toBeCloseTo(Math.LN2, 12);
    expect(hellingerDistance([7, 0], [0, 9])).toBeCloseTo(1, 12);
    expect(totalVariation([7, 0], [0, 9])).toBe(1);
  });

  it('refuses an empty side and vectors over different bins', () => {
    expect(() => populationStabilityIndex([1, 2], [0, 0])).toThrow('at least one row');
    expect(() => totalVariation([1, 2], [1, 2, 3])).toThrow('same bins');
    expect(() => kolmogorovSmirnov([], [1])).toThrow('both sides');
  });

  it('handles ties and unequal sizes in Kolmogorov-Smirnov and Wasserstein', () => {
    expect(kolmogorovSmirnov([1, 1, 2], [1, 2, 2, 2]).statistic).toBeCloseTo(2 / 3 - 1 / 4, 12);
    expect(wassersteinDistance([0, 0, 1], [0, 1])).toBeCloseTo(1 / 6, 12);
  });

  it('scales Wasserstein by the population deviation of the reference, and not at all when samples agree', () => {
    expect(normalisedWasserstein([2, 4], [3, 5])).toBeCloseTo(1, 12);
    expect(normalisedWasserstein([3, 3], [3])).toBe(0);
    expect(normalisedWasserstein([3, 3], [4])).toBe(Infinity);
  });
});
