/** What a model says about a batch of rows. */
export interface BatchScores {
  /**
   * One a row. Binary: the probability of the positive class; 1 or 0 where the model gives only labels. Multiclass: the
   * probability of the most probable class; where the model gives only labels, the label's index in the signature's
   * classes. Regression: the value. Not finite where the model has no answer for the row.
   */
  readonly scores: Float64Array;
  /** Multiclass with probabilities: row-major [rows, classes], in the order of the signature's classes. */
  readonly classScores?: Float64Array;
}
