import type { Scalar } from '../scored-row';

/**
 * Contributions of a version's features to its scores. Attribution drift asks no more than that both samples come from
 * the same method, so that a better one (interventional Shapley values straight from the tree ensemble) replaces a
 * sampled one without another change.
 */
export interface AttributeRows {
  /** Named in every report. */
  readonly method: string;
  /** Runs of the model that one row of so many features costs: what a budget is divided by. */
  runsPerRow(features: number): number;
  /**
   * One contribution a feature, in the signature's order, for every row.
   * @param background rows that stand for "not knowing a feature"; the same for both samples
   */
  attribute(rows: readonly (readonly Scalar[])[], background: readonly (readonly Scalar[])[]): Promise<Float64Array[]>;
}

/** The model itself: scores of rows in the signature's feature order. */
export type ScoreRows = (rows: readonly (readonly Scalar[])[]) => Promise<ArrayLike<number>>;
