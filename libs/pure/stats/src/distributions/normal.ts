import { upperIncompleteGamma } from './incomplete-gamma';

/** P(Z > z) for a standard normal Z, accurate in the far tail. */
export function normalSurvival(z: number): number {
  const tail = 0.5 * upperIncompleteGamma(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

/** P(Z <= z). Example: normalCdf(1.959963984540054) = 0.975. */
export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
const horner = (coefficients: number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

function lowerTailGuess(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(C, q) / horner(D, q);
  }
  const q = p - 0.5;
  return (q * horner(A, q * q)) / horner(B, q * q);
}

/**
 * Standard normal quantile: the z with P(Z <= z) = p, 0 < p < 1 (-Infinity and Infinity at the ends).
 * Acklam's rational approximation, polished by two Halley steps. Example: normalQuantile(0.975) = 1.959963984540054.
 */
export function normalQuantile(p: number): number {
  if (Number.isNaN(p) || p < 0 || p > 1) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = lowerTailGuess(p);
  for (let step = 0; step < 2; step += 1) {
    const error = normalCdf(z) - p;
    const u = error * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= u / (1 + (z * u) / 2);
  }
  return z;
}
