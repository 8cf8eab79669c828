import { type CountVector, pairTotals, sumOverShares } from './shares';

const half = (p: number, mix: number): number => (p > 0 ? 0.5 * p * Math.log(p / mix) : 0);

/**
 * Jensen-Shannon divergence: KL(p, mix)/2 + KL(q, mix)/2 with mix = (p + q)/2, natural logarithm, in [0, ln 2].
 * Needs no smoothing. SciPy's `jensenshannon` is the distance (root) of this.
 * Example: [50,30,20] against [30,30,40] = 0.0296234806.
 */
export function jensenShannonDivergence(reference: CountVector, current: CountVector): number {
  const totals = pairTotals(reference, current);
  const sum = sumOverShares(reference, current, 0, totals, (p, q) => half(p, (p + q) / 2) + half(q, (p + q) / 2));
  return Math.max(0, sum);
}

/** Square root of the divergence, a metric in [0, sqrt(ln 2)]. Example: as above, 0.172114731038. */
export function jensenShannonDistance(reference: CountVector, current: CountVector): number {
  return Math.sqrt(jensenShannonDivergence(reference, current));
}
