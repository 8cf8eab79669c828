import { type CountVector, pairTotals, smoothingFor, sumOverShares } from './shares';

/**
 * Kullback-Leibler divergence of the reference from the current: sum p ln(p / q), natural logarithm, in [0, ∞).
 * Not symmetric. Empty bins are smoothed as in `populationStabilityIndex`.
 * Example: [50,30,20] against [30,30,40] = 0.116783375771.
 */
export function kullbackLeibler(reference: CountVector, current: CountVector): number {
  const totals = pairTotals(reference, current);
  return sumOverShares(reference, current, smoothingFor(totals), totals, (p, q) => p * Math.log(p / q));
}
