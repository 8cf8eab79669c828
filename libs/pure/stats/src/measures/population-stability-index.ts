import { type CountVector, pairTotals, smoothingFor, sumOverShares } from './shares';

const { log } = Math;

/**
 * Population stability index: sum over bins of (q - p) ln(q / p), p reference, q current shares. In [0, ∞); 0 means
 * equal shares. Symmetric. If a bin is empty on one side only, 1/2 is added to every count of both sides
 * (`smoothingFor` says whether); bins empty on both sides are left out.
 * Example: [50,30,20] against [30,30,40] = 0.240794560865.
 */
export function populationStabilityIndex(reference: CountVector, current: CountVector): number {
  const totals = pairTotals(reference, current);
  return sumOverShares(reference, current, smoothingFor(totals), totals, (p, q) => (q - p) * log(q / p));
}
