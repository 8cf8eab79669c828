import { findRoot } from './find-root';
import { lowerIncompleteGamma, upperIncompleteGamma } from './incomplete-gamma';

/** P(X <= x) for X chi-square with `degrees` > 0. Example: chiSquareCdf(3.841458820694124, 1) = 0.95. */
export function chiSquareCdf(x: number, degrees: number): number {
  return lowerIncompleteGamma(degrees / 2, x / 2);
}

/** P(X > x), accurate in the far tail. Example: chiSquareSurvival(11.6666667, 2) = 2.92829969e-3. */
export function chiSquareSurvival(x: number, degrees: number): number {
  return upperIncompleteGamma(degrees / 2, x / 2);
}

/** The x with P(X <= x) = probability, 0 <= probability <= 1. Example: chiSquareQuantile(0.95, 1) = 3.84145882. */
export function chiSquareQuantile(probability: number, degrees: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return Infinity;
  let high = degrees + 10;
  while (chiSquareCdf(high, degrees) < probability) high *= 2;
  return findRoot((x) => chiSquareCdf(x, degrees) - probability, 0, high);
}

/**
 * P(X > x) for X non-central chi-square, by Patnaik's scaled central chi-square (error about 0.01): good enough
 * to say what a test could have seen, not to compute p-values.
 */
export function nonCentralChiSquareSurvival(x: number, degrees: number, nonCentrality: number): number {
  const scale = (degrees + 2 * nonCentrality) / (degrees + nonCentrality);
  const matched = (degrees + nonCentrality) ** 2 / (degrees + 2 * nonCentrality);
  return chiSquareSurvival(x / scale, matched);
}
