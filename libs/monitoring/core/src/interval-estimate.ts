/** An estimate with its interval and sample size, as reports show it; null when it is not known. */
export interface IntervalEstimate {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}
