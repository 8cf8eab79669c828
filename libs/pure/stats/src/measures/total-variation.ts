import { type CountVector, pairTotals, sumOverShares } from './shares';

/** Total variation: sum |p - q| / 2, in [0, 1]. Example: [50,30,20] against [30,30,40] = 0.2. */
export function totalVariation(reference: CountVector, current: CountVector): number {
  return sumOverShares(reference, current, 0, pairTotals(reference, current), (p, q) => Math.abs(p - q)) / 2;
}

/** L-infinity: the largest |p - q| over bins, in [0, 1]. Example: [50,30,20] against [30,30,40] = 0.2. */
export function largestShareDifference(reference: CountVector, current: CountVector): number {
  let largest = 0;
  sumOverShares(reference, current, 0, pairTotals(reference, current), (p, q) => {
    largest = Math.max(largest, Math.abs(p - q));
    return 0;
  });
  return largest;
}
