import { StatisticsInputError } from '../statistics.errors';

/** Counts over bins; the same index means the same bin on both sides. */
export type CountVector = readonly number[];

export interface PairTotals {
  readonly reference: number;
  readonly current: number;
  /** Bins that hold at least one row on either side; the others carry no information and are left out. */
  readonly liveBins: number;
  /** Some live bin is empty on one side, so that a logarithm of 0 would appear. */
  readonly hasEmptyBin: boolean;
}

export function pairTotals(reference: CountVector, current: CountVector): PairTotals {
  if (reference.length !== current.length) {
    throw new StatisticsInputError('both count vectors need the same bins', {
      reference: reference.length,
      current: current.length,
    });
  }
  let [m, n, liveBins, hasEmptyBin] = [0, 0, 0, false];
  for (let i = 0; i < reference.length; i += 1) {
    const [r, c] = [reference[i] as number, current[i] as number];
    m += r;
    n += c;
    if (r > 0 || c > 0) liveBins += 1;
    if (r > 0 !== c > 0) hasEmptyBin = true;
  }
  if (!(m > 0) || !(n > 0)) throw new StatisticsInputError('both sides need at least one row', { m, n });
  return { reference: m, current: n, liveBins, hasEmptyBin };
}

/** What is added to every count on both sides before a logarithm: 1/2 when a live bin is empty on one side, else 0. */
export function smoothingFor(totals: PairTotals): 0 | 0.5 {
  return totals.hasEmptyBin ? 0.5 : 0;
}

/** Calls `visit(p, q)` for every live bin with the (smoothed) shares of reference and current, which each sum to 1. */
export function sumOverShares(
  reference: CountVector,
  current: CountVector,
  smoothing: number,
  totals: PairTotals,
  term: (p: number, q: number) => number,
): number {
  const m = totals.reference + smoothing * totals.liveBins;
  const n = totals.current + smoothing * totals.liveBins;
  let sum = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const [r, c] = [reference[i] as number, current[i] as number];
    if (r > 0 || c > 0) sum += term((r + smoothing) / m, (c + smoothing) / n);
  }
  return sum;
}
