import { intervalScale, type IntervalScale } from './interval-scale';

/**
 * Scale of one metric's plot: all values with a little air; a share stays within 0..1.
 * @example metricScale([0.98, 0.99, 1]).max === 1
 */
export function metricScale(values: readonly (number | null | undefined)[]): IntervalScale {
  const known = values.filter((value): value is number => value != null && Number.isFinite(value));
  const { min, max } = intervalScale(known);
  const isShare = known.length > 0 && known.every((value) => value >= 0 && value <= 1);
  return isShare ? { min: Math.max(0, min), max: Math.min(1, max) } : { min, max };
}
