export interface IntervalScale {
  readonly min: number;
  readonly max: number;
}

/** A scale that holds all values with a little air; equal values get a width of their own. */
export function intervalScale(values: readonly (number | null | undefined)[]): IntervalScale {
  const known = values.filter((value): value is number => value != null && Number.isFinite(value));
  if (known.length === 0) return { min: -1, max: 1 };
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = high === low ? Math.max(Math.abs(high), 1) * 0.5 : (high - low) * 0.08;
  return { min: low - air, max: high + air };
}

/** Place of a value on the scale in percent, kept inside. */
export function placeOn({ min, max }: IntervalScale, value: number): number {
  return Math.min(100, Math.max(0, (100 * (value - min)) / (max - min)));
}
