import { chiSquareSurvival } from '../distributions/chi-square';
import { StatisticsInputError } from '../statistics.errors';

export interface SampleRatioResult {
  readonly verdict: 'mismatch' | 'as_configured' | 'not_enough_evidence';
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Sample-ratio mismatch: chi-square of observed arm counts against the configured weights,
 * sum (o - e)²/e with e = T w / W, arms - 1 degrees. Mismatch if p < alpha (0.001); fewer than 8 rows per arm on
 * average, or an expected count below 5, are not judged. Not sequential: look at it with few looks or a small alpha.
 * Example: 5,300 and 4,700 at weights 50/50 -> 36, p 1.97e-9, mismatch.
 */
export function sampleRatioMismatch(
  observed: readonly number[],
  weights: readonly number[],
  alpha = 0.001,
): SampleRatioResult {
  const weightSum = weights.reduce((sum, w) => sum + w, 0);
  if (observed.length !== weights.length || observed.length < 2 || weights.some((w) => !(w > 0))) {
    throw new StatisticsInputError('sampleRatioMismatch needs a positive weight for each of two or more arms');
  }
  const total = observed.reduce((sum, o) => sum + o, 0);
  const expected = weights.map((w) => (total * w) / weightSum);
  if (total < 8 * observed.length || expected.some((e) => e < 5)) {
    return { verdict: 'not_enough_evidence', statistic: 0, pValue: 1 };
  }
  const statistic = observed.reduce(
    (sum, o, i) => sum + (o - (expected[i] as number)) ** 2 / (expected[i] as number),
    0,
  );
  const pValue = chiSquareSurvival(statistic, observed.length - 1);
  return { verdict: pValue < alpha ? 'mismatch' : 'as_configured', statistic, pValue };
}
