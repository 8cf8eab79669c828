import { chiSquareQuantile, nonCentralChiSquareSurvival } from '../distributions/chi-square';
import { findRoot } from '../distributions/find-root';

/** The same few degrees come back for every feature of every window. */
const nonCentralities = new Map<string, number>();
const MAXIMUM_KEPT = 10_000;

function nonCentrality(degrees: number, alpha: number, power: number): number {
  const key = `${degrees} ${alpha} ${power}`;
  const kept = nonCentralities.get(key);
  if (kept !== undefined) return kept;
  const critical = chiSquareQuantile(1 - alpha, degrees);
  let high = critical;
  while (nonCentralChiSquareSurvival(critical, degrees, high) < power) high *= 2;
  const lambda = findRoot((l) => nonCentralChiSquareSurvival(critical, degrees, l) - power, 0, high);
  if (nonCentralities.size < MAXIMUM_KEPT) nonCentralities.set(key, lambda);
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
