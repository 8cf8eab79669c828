import { type CountVector, pairTotals, sumOverShares } from './shares';

/**
 * Hellinger distance: sqrt(1 - sum sqrt(p q)), in [0, 1]; 1 means disjoint. Needs no smoothing.
 * Example: [50,30,20] against [30,30,40] = 0.172797433154.
 */
export function hellingerDistance(reference: CountVector, current: CountVector): number {
  const totals = pairTotals(reference, current);
  return Math.sqrt(Math.max(0, 1 - sumOverShares(reference, current, 0, totals, (p, q) => Math.sqrt(p * q))));
}
