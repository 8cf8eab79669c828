import { betaCdf } from '../distributions/beta';
import { logGamma } from '../distributions/log-gamma';
import { StatisticsInputError } from '../statistics.errors';

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * P(X >= x) for X beta-binomial(n, a, b), a, b > 0, whole 0 <= x <= n: the sum of its probabilities, from x to the
 * nearer end, by their ratio. Example: n = 2, a = b = 1 is uniform on 0, 1, 2: P(X >= 2) = 1/3.
 */
export function betaBinomialSurvival(x: number, n: number, a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || x > n) return x > n ? 0 : NaN;
  if (x <= 0) return 1;
  const logChoose = logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1);
  let probability = Math.exp(logChoose + logBeta(x + a, n - x + b) - logBeta(a, b));
  let sum = 0;
  for (let k = x; k <= n; k += 1) {
    sum += probability;
    if (probability < sum * 1e-16 && k > (n * a) / (a + b)) break;
    probability *= (((n - k) / (k + 1)) * (k + a)) / (n - k - 1 + b);
  }
  return Math.min(1, sum);
}

/** What a share is held against: a sample in which `count` of `rows` had it, or a share that a contract allows. */
export type RateBaseline = { readonly count: number; readonly rows: number } | { readonly allowedShare: number };

/**
 * Chance to see at least `count` of `rows` when nothing changed. Against a sample of m rows with r: beta-binomial
 * (n, r + 1, m - r), the predictive law that is exact for "beyond the extremes of the sample" (with r the number of
 * extremes less one) and no smaller than Fisher's one-sided p elsewhere. Against an allowed share q: P(Bin(n, q) >= x),
 * the largest over all shares up to q. Never below the truth, so that a check alarms at most as often as it says.
 * Example: 3 of 20 against 0 of 100 rows: 0.00406...; 5 of 100 where 1 % is allowed: 0.00343...
 */
export function rateExcess(count: number, rows: number, baseline: RateBaseline): number {
  if (!(rows > 0) || count < 0 || count > rows) {
    throw new StatisticsInputError('rateExcess needs 0 <= count <= rows and rows > 0', { count, rows });
  }
  if (count === 0) return 1;
  if ('allowedShare' in baseline) return betaCdf(baseline.allowedShare, count, rows - count + 1);
  const others = baseline.rows - baseline.count;
  return others <= 0 ? 1 : betaBinomialSurvival(count, rows, baseline.count + 1, others);
}
