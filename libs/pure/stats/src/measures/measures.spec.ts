import { contingencyChiSquare } from './contingency-chi-square';
import { hellingerDistance } from './hellinger';
import { jensenShannonDistance, jensenShannonDivergence } from './jensen-shannon';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { kullbackLeibler } from './kullback-leibler';
import { populationStabilityIndex } from './population-stability-index';
import { largestShareDifference, totalVariation } from './total-variation';
import { normalisedWasserstein, wassersteinDistance } from './wasserstein';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('known answers of the drift measures', () => {
  const reference = [50, 30, 20];
  const current = [30, 30, 40];

  it('1: gives every share measure of 50/30/20 against 30/30/40 to twelve digits', () => {
    expect(populationStabilityIndex(reference, current)).toBeCloseTo(0.240794560865, 11);
    expect(kullbackLeibler(reference, current)).toBeCloseTo(0.116783375771, 11);
    // Published as 0.029623480605; 30-digit arithmetic and the published distance squared both give ...640325.
    expect(jensenShannonDivergence(reference, current)).toBeCloseTo(0.029623480605, 10);
    expect(jensenShannonDivergence(reference, current)).toBeCloseTo(0.029623480640325, 14);
    expect(jensenShannonDistance(reference, current)).toBeCloseTo(0.172114731038, 11);
    expect(hellingerDistance(reference, current)).toBeCloseTo(0.172797433154, 11);
    expect(totalVariation(reference, current)).toBeCloseTo(0.2, 12);
    expect(largestShareDifference(reference, current)).toBeCloseTo(0.2, 12);
  });

  it('2: gives the contingency chi-square with its degrees and p-value', () => {
    const { statistic, degrees, pValue } = contingencyChiSquare(reference, current);
    expect(statistic).toBeCloseTo(11.6666667, 6);
    expect(degrees).toBe(2);
    expect(pValue).toBeCloseTo(2.92829969e-3, 10);
  });

  it('3 and 4: gives the exact Kolmogorov-Smirnov p-value of small samples', () => {
    const small = kolmogorovSmirnov(range(1, 5), range(3, 7));
    expect(small).toMatchObject({ method: 'exact' });
    expect(small.statistic).toBeCloseTo(0.4, 12);
    expect(small.pValue).toBeCloseTo(0.873015873, 9);
    const larger = kolmogorovSmirnov(range(1, 20), range(6, 25));
    expect(larger.statistic).toBeCloseTo(0.25, 12);
    expect(larger.pValue).toBeCloseTo(0.571336005, 9);
  });

  it('5: gives the Wasserstein distance in the unit of the values', () => {
    expect(wassersteinDistance([0, 1, 3], [5, 6, 8])).toBeCloseTo(5, 12);
  });
});

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
