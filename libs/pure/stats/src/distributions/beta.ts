import { findRoot } from './find-root';
import { logGamma } from './log-gamma';

const TINY = 1e-300;

function betaFraction(a: number, b: number, x: number): number {
  const step = (numerator: number, c: number, d: number): [number, number] => {
    const nextD = 1 + numerator * d;
    const nextC = 1 + numerator / c;
    return [Math.abs(nextC) < TINY ? TINY : nextC, 1 / (Math.abs(nextD) < TINY ? TINY : nextD)];
  };
  let [c, d] = step((-(a + b) * x) / (a + 1), Infinity, 1);
  let h = d;
  for (let m = 1; m < 10_000; m += 1) {
    [c, d] = step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), c, d);
    h *= d * c;
    [c, d] = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)), c, d);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return h;
}

/**
 * P(X <= x) for X beta(a, b), a, b > 0: the regularised incomplete beta I_x(a, b), by Lentz's continued fraction.
 * Example: betaCdf(0.5, 2, 3) = 0.6875.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** The x in [0, 1] with P(X <= x) = probability. Example: betaQuantile(0.6875, 2, 3) = 0.5. */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  return findRoot((x) => betaCdf(x, a, b) - probability, 0, 1);
}
