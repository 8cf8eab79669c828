import { chiSquareSurvival } from '../distributions/chi-square';
import { type CountVector, pairTotals, sumOverShares } from './shares';

export interface ChiSquareResult {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
}

/** Pearson's statistic of the 2 x B table: sum (p - q)² / ((p m + q n)/(m + n)) * m n / (m + n). */
export function contingencyStatistic(reference: CountVector, current: CountVector): number {
  const totals = pairTotals(reference, current);
  const { reference: m, current: n } = totals;
  const sum = sumOverShares(reference, current, 0, totals, (p, q) => ((p - q) * (p - q)) / (p * m + q * n));
  return sum * m * n;
}

/**
 * Two-sample (contingency) chi-square: both rows are samples, unlike a goodness of fit against a sampled reference,
 * which alarms far too often. Degrees = live bins - 1; one live bin gives statistic 0 and p = 1. The law is asymptotic:
 * use it where expected counts are at least 5. Example: [50,30,20] against [30,30,40]: 11.6666667, 2, 2.92829969e-3.
 */
export function contingencyChiSquare(reference: CountVector, current: CountVector): ChiSquareResult {
  const degrees = pairTotals(reference, current).liveBins - 1;
  if (degrees === 0) return { statistic: 0, degrees, pValue: 1 };
  const statistic = contingencyStatistic(reference, current);
  return { statistic, degrees, pValue: chiSquareSurvival(statistic, degrees) };
}
