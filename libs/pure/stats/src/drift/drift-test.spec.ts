import { createRandom } from '../random/sfc32';
import { nextHypergeometric } from '../random/hypergeometric';
import { driftTest } from './drift-test';
import { DRIFT_MEASURES } from './drift-measure';
import { permutationLaw } from './permutation-law';
import { populationStabilityIndex } from '../measures/population-stability-index';

const cells = { lower: [0, 1, 2], upper: [1, 2, 3], populationStd: 1 };

describe('drift test on counts', () => {
  it('takes the chi-square law where bins are thick: p of PSI/(1/n + 1/m), effect less (B-1)(1/n + 1/m)', () => {
    const result = driftTest([5_000, 3_000, 2_000], [3_000, 3_000, 4_000]);
    expect(result).toMatchObject({ law: 'chi-square', verdict: 'drift' });
    expect(result.observed).toBeCloseTo(0.240794560865, 11);
    expect(result.noDriftExpectation).toBeCloseTo(2 * (1 / 10_000 + 1 / 10_000), 12);
  });

  it('relabels rows where bins are thin, and agrees with the chi-square law near the border', () => {
    const reference = [320, 310, 300, 330];
    const current = [80, 100, 95, 60];
    const options = { random: createRandom(1), maximumDraws: 20_000 };
    const simulated = permutationLaw(populationStabilityIndex, reference, current, options);
    const asymptotic = driftTest(reference, current);
    expect(asymptotic.law).toBe('chi-square');
    expect(simulated.pValue).toBeCloseTo(asymptotic.pValue as number, 2);
    expect(driftTest([32, 31, 30, 33], [8, 10, 9, 6]).law).toBe('permutation');
  });

  it.each(DRIFT_MEASURES)('judges by %s when asked', (measure) => {
    const moved = driftTest([500, 300, 200], [300, 300, 400], { measure, cells });
    expect(moved).toMatchObject({ measure, verdict: 'drift' });
    expect(driftTest([500, 300, 200], [502, 299, 199], { measure, cells }).verdict).toBe('no_drift');
  });

  it('does not call a significant but tiny difference drift', () => {
    const result = driftTest([500_000, 500_000], [495_000, 505_000]);
    expect(result.pValue).toBeLessThan(1e-6);
    expect(result.verdict).toBe('no_drift');
  });

  it('has not enough evidence without rows, with a few, and with too few to tell', () => {
    expect(driftTest([100, 100], [0, 0])).toMatchObject({ verdict: 'not_enough_evidence', pValue: null });
    expect(driftTest([1_000, 1_000], [20, 0])).toMatchObject({ reason: 'too_few_rows' });
    expect(driftTest([250, 250, 250, 250], [10, 10, 10, 10])).toMatchObject({ reason: 'undecided' });
  });

  it('needs ordered cells for Wasserstein', () => {
    expect(() => driftTest([50, 50], [50, 50], { measure: 'wasserstein' })).toThrow('ordered cells');
  });
});

describe('hypergeometric draws', () => {
  it.each([
    [7, 100, 30],
    [40, 100, 5],
    [600, 1_000, 700],
    [2_000, 101_000, 100_000],
  ])('%i marked of %i, %i drawn: mean and variance are those of the law', (good, total, sample) => {
    const random = createRandom(4);
    const draws = Array.from({ length: 4_000 }, () => nextHypergeometric(random, good, total, sample));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
    const p = good / total;
    const expected = (sample * p * (1 - p) * (total - sample)) / (total - 1);
    expect(Math.abs(mean - sample * p)).toBeLessThan(4 * Math.sqrt(expected / 4_000));
    expect(variance / expected).toBeGreaterThan(0.9);
    expect(variance / expected).toBeLessThan(1.1);
  });
});
