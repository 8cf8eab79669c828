import { chiSquareQuantile, nonCentralChiSquareSurvival } from '../distributions/chi-square';
import { findRoot } from '../distributions/find-root';

/** By degrees, for the alpha and power asked last: the same few come back for every feature of every window. */
let kept = { alpha: NaN, power: NaN, byDegrees: new Map<number, number>() };

function nonCentrality(degrees: number, alpha: number, power: number): number {
  if (kept.alpha !== alpha || kept.power !== power) kept = { alpha, power, byDegrees: new Map() };
  const known = kept.byDegrees.get(degrees);
  if (known !== undefined) return known;
  const critical = chiSquareQuantile(1 - alpha, degrees);
  let high = critical;
  while (nonCentralChiSquareSurvival(critical, degrees, high) < power) high *= 2;
  const lambda = findRoot((l) => nonCentralChiSquareSurvival(critical, degrees, l) - power, 0, high);
  kept.byDegrees.set(degrees, lambda);
  return lambda;
}

/**
 * The smallest PSI that a chi-square test with `bins` live bins finds with probability `power` at level alpha, between
 * a reference of m and a window of n rows: v * lambda, v = 1/n + 1/m, with lambda the non-centrality for that power
 * (Patnaik's approximation). Falls as rows grow; 0 for one bin, where nothing can differ.
 * Example: 12 bins, m = 5,000, n = 300, alpha 0.01, power 0.8: about 0.08.
 */
export function detectablePsi(bins: number, m: number, n: number, alpha: number, power = 0.8): number {
  const degrees = bins - 1;
  if (degrees < 1) return 0;
  return nonCentrality(degrees, alpha, power) * (1 / n + 1 / m);
}
