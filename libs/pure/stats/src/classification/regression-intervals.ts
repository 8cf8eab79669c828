import { definedOnly, type MetricIntervals, meanInterval, normalInterval } from './classifier-intervals';
import type { ErrorSums } from './error-sums';

export type RegressionMetric = 'mae' | 'rmse' | 'r2';

/** RMSE = sqrt(m), m the mean squared error: delta method, standard error of m over 2 sqrt(m). */
function rmseInterval({ n, e2, e4 }: ErrorSums, alpha: number) {
  const mean = e2 / n;
  const variance = Math.max(0, (e4 - n * mean * mean) / (n - 1));
  const rmse = Math.sqrt(mean);
  return normalInterval(rmse, mean > 0 ? Math.sqrt(variance / n) / (2 * rmse) : 0, n, { alpha, low: 0 });
}

/**
 * R² = 1 - m/v with m = mean e² and v = mean y² - (mean y)². Delta method: each row moves it by
 * h = -e²/v + (m/v²)(y² - 2 ȳ y), so the variance is var(h)/n. Undefined where y does not vary.
 */
function r2Interval({ n, e2, e4, y, y2, y3, y4, e2y, e2y2 }: ErrorSums, alpha: number) {
  const [m, mean, square] = [e2 / n, y / n, y2 / n];
  const v = square - mean * mean;
  if (!(v > 1e-12 * Math.max(square, Number.MIN_VALUE))) return undefined;
  const slope = m / (v * v);
  // Central moments over n: variances and covariances of e², y² and y.
  const ofE2 = e4 / n - m * m;
  const ofY2 = y4 / n - square * square;
  const ofY = v;
  const e2WithY2 = e2y2 / n - m * square;
  const e2WithY = e2y / n - m * mean;
  const y2WithY = y3 / n - square * mean;
  const [a, b, c] = [-1 / v, slope, -2 * mean * slope];
  const variance =
    a * a * ofE2 + b * b * ofY2 + c * c * ofY + 2 * (a * b * e2WithY2 + a * c * e2WithY + b * c * y2WithY);
  return normalInterval(1 - m / v, Math.sqrt(Math.max(0, variance) / n), n, { alpha, high: 1 });
}

/** MAE (normal law of a mean), RMSE and R² (delta method), at level 1 - alpha. Empty below two rows. */
export function regressionIntervals(sums: ErrorSums, alpha = 0.05): MetricIntervals<RegressionMetric> {
  const { n, abs, e2 } = sums;
  if (n < 2) return {};
  return definedOnly<RegressionMetric>({
    mae: meanInterval(abs, e2, n, { alpha, low: 0 }),
    rmse: rmseInterval(sums, alpha),
    r2: r2Interval(sums, alpha),
  });
}
