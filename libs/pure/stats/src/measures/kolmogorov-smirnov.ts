import { kolmogorovSurvival } from '../distributions/kolmogorov';
import { StatisticsInputError } from '../statistics.errors';

const { abs, floor, max, min } = Math;

export interface KolmogorovSmirnovResult {
  /** sup |F - G|, in [0, 1]. */
  readonly statistic: number;
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

/** Largest product of sample sizes for which paths are counted; above it the limiting law is good to 3 digits. */
const EXACT_LIMIT = 1_000_000;

export const sortedNumbers = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

function largestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, gap] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const x = min(a[i] as number, b[j] as number);
    while (i < a.length && (a[i] as number) <= x) i += 1;
    while (j < b.length && (b[j] as number) <= x) j += 1;
    gap = max(gap, abs(i / a.length - j / b.length));
  }
  return gap;
}

/** P(D >= d) with no ties: 1 - share of lattice paths that stay strictly inside the band (Hodges 1958). */
function exactSurvival(statistic: number, m: number, n: number): number {
  const band = 0.5 + floor(statistic * m * n - 1e-7);
  const inside = new Float64Array(n + 1);
  for (let j = 0; j <= n && j * m <= band; j += 1) inside[j] = 1;
  let lowest = 0;
  for (let i = 1; i <= m; i += 1) {
    const weight = i / (i + n);
    for (; i * n - lowest * m > band; lowest += 1) inside[lowest] = 0;
    const highest = min(n, floor((i * n + band) / m));
    let left = 0;
    for (let j = lowest; j <= highest; j += 1) {
      left += weight * (inside[j] as number);
      inside[j] = left;
    }
  }
  return min(1, max(0, 1 - (inside[n] as number)));
}

/** sup |F - G| of two samples, in [0, 1], without a p-value. Values must be finite. */
export function kolmogorovSmirnovStatistic(reference: readonly number[], current: readonly number[]): number {
  if (reference.length === 0 || current.length === 0) {
    throw new StatisticsInputError('kolmogorovSmirnov needs values on both sides');
  }
  return largestGap(sortedNumbers(reference), sortedNumbers(current));
}

/**
 * Two-sample Kolmogorov-Smirnov, two-sided. D = sup |F - G|; p exact by path counting while m n <= 1,000,000, else
 * from Kolmogorov's limiting law at D sqrt(mn/(m+n)). Ties make the p-value conservative. Values must be finite.
 * Example: [1..5] against [3..7]: D 0.4, exact p 0.873015873.
 */
export function kolmogorovSmirnov(reference: readonly number[], current: readonly number[]): KolmogorovSmirnovResult {
  const [m, n] = [reference.length, current.length];
  const statistic = kolmogorovSmirnovStatistic(reference, current);
  if (m * n <= EXACT_LIMIT) return { statistic, pValue: exactSurvival(statistic, m, n), method: 'exact' };
  const pValue = kolmogorovSurvival(statistic * Math.sqrt((m * n) / (m + n)));
  return { statistic, pValue, method: 'asymptotic' };
}
