/** Moments of finite numbers: count, mean, sum of squared deviations from it, extremes. Empty: 0, 0, 0, ∞, -∞. */
export interface Moments {
  readonly finite: number;
  readonly mean: number;
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

export const NO_MOMENTS: Moments = { finite: 0, mean: 0, squares: 0, min: Infinity, max: -Infinity };

/**
 * Moments of both parts together, without the cancellation that a sum of squares has (Chan, Golub & LeVeque 1979).
 * Example: {finite 1, mean 2} and {finite 1, mean 4} -> mean 3, squares 2.
 */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.finite === 0) return b;
  if (b.finite === 0) return a;
  const finite = a.finite + b.finite;
  const gap = b.mean - a.mean;
  return {
    finite,
    mean: a.mean + (gap * b.finite) / finite,
    squares: a.squares + b.squares + (gap * gap * a.finite * b.finite) / finite,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}

/** Two readings; NaN and infinities are left out. */
export function momentsOf(values: Float64Array): Moments {
  let [finite, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    const x = values[i] as number;
    if (x - x !== 0) continue;
    finite += 1;
    sum += x;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  if (finite === 0) return NO_MOMENTS;
  const mean = sum / finite;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const deviation = (values[i] as number) - mean;
    if (deviation - deviation === 0) squares += deviation * deviation;
  }
  return { finite, mean, squares, min, max };
}
