export type Scalar = string | number | boolean | null;

/** What the window counters need of a prediction; `features` in the signature's order. */
export interface ScoredRow {
  readonly features: readonly Scalar[];
  readonly attributes: Readonly<Record<string, Scalar>> | null;
  readonly score: number;
  /** The class that was answered; absent for a regression. */
  readonly predictedLabel?: string | null;
}
