export interface NumericTerm {
  feature: number;
  /** Also what a missing value is replaced by. A float32 value, as is `scale`. */
  mean: number;
  /** Standard deviation; 1 for a constant column. */
  scale: number;
  coefficient: number;
}

export interface LevelTerm {
  feature: number;
  /** Added when the feature holds this category code; a missing or unseen code adds nothing. */
  code: number;
  coefficient: number;
}

/** Plain data: survives JSON. Margin = intercept + sum of coefficient (x - mean) / scale + coefficients of the codes. */
export interface LogisticModel {
  kind: 'logistic';
  featureNames: string[];
  categorical: boolean[];
  intercept: number;
  numeric: NumericTerm[];
  levels: LevelTerm[];
}
