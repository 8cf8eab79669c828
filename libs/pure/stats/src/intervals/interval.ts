/** A two-sided interval for `estimate` at level 1 - alpha. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}
