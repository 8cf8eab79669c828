import { studentSurvival } from '@plumbline/stats';

export interface VolumeEvidence {
  readonly rows: number;
  /** Usual rows of a window: the mean of the earlier ones, with the interval a further window is expected in. */
  readonly usual: number;
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
}

const FEWEST_WINDOWS = 8;
/** Variance of the root of a Poisson count: the least that counts vary by. */
const POISSON_VARIANCE = 1 / 4;

/**
 * Is this window's number of rows what windows usually hold? Counts vary with their mean, so they are compared on the
 * square-root scale, where a Poisson count has variance 1/4: t = (√rows - mean) / sqrt(s² (1 + 1/k)) with k - 1 degrees,
 * two-sided, s² at least 1/4. Traffic that comes in waves has a larger s², and is judged more mildly. `earlier` are the
 * rows of the windows before it, empty ones included. Null with fewer than eight of them.
 * Example: ten windows of about 100 rows, then one of 30: p below 0.0001.
 */
export function volumeEvidence(rows: number, earlier: readonly number[], alpha: number): VolumeEvidence | null {
  const k = earlier.length;
  if (k < FEWEST_WINDOWS) return null;
  const roots = earlier.map(Math.sqrt);
  const mean = roots.reduce((sum, x) => sum + x, 0) / k;
  const variance = roots.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (k - 1);
  const error = Math.sqrt(Math.max(variance, POISSON_VARIANCE) * (1 + 1 / k));
  const pValue = Math.min(1, 2 * studentSurvival(Math.abs(Math.sqrt(rows) - mean) / error, k - 1));
  const half = criticalT(alpha, k - 1) * error;
  return { rows, usual: mean * mean, low: Math.max(0, mean - half) ** 2, high: (mean + half) ** 2, pValue };
}

/** The t that is exceeded with probability alpha / 2, by bisection. */
function criticalT(alpha: number, degrees: number): number {
  let [low, high] = [0, 1e6];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (studentSurvival(middle, degrees) > alpha / 2) low = middle;
    else high = middle;
  }
  return high;
}
