/** Counts of a binary decision against its label; plain JSON, mergeable. */
export interface ConfusionMatrix {
  truePositive: number;
  falsePositive: number;
  trueNegative: number;
  falseNegative: number;
}

/** Rates of a confusion matrix; undefined where the denominator is 0 (precision without predicted positives). */
export interface ConfusionRates {
  readonly accuracy: number | undefined;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

export type Label = 0 | 1;

export const emptyConfusionMatrix = (): ConfusionMatrix => ({
  truePositive: 0,
  falsePositive: 0,
  trueNegative: 0,
  falseNegative: 0,
});

/** Counts one decision, in place; sign -1 takes it back. */
export function addDecision(matrix: ConfusionMatrix, label: Label, predicted: Label, sign: 1 | -1 = 1): void {
  if (predicted === 1) matrix[label === 1 ? 'truePositive' : 'falsePositive'] += sign;
  else matrix[label === 1 ? 'falseNegative' : 'trueNegative'] += sign;
}

export function mergeConfusionMatrices(a: ConfusionMatrix, b: ConfusionMatrix): ConfusionMatrix {
  return {
    truePositive: a.truePositive + b.truePositive,
    falsePositive: a.falsePositive + b.falsePositive,
    trueNegative: a.trueNegative + b.trueNegative,
    falseNegative: a.falseNegative + b.falseNegative,
  };
}

export function confusionMatrix(labels: readonly Label[], predicted: readonly Label[]): ConfusionMatrix {
  const matrix = emptyConfusionMatrix();
  labels.forEach((label, i) => addDecision(matrix, label, predicted[i] as Label));
  return matrix;
}

const ratio = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/**
 * accuracy = (TP + TN)/n, precision = TP/(TP + FP), recall = TP/(TP + FN), F1 = 2TP/(2TP + FP + FN), in [0, 1].
 * Example: TP 3, FP 1, TN 4, FN 2 -> 0.7, 0.75, 0.6, 0.666667.
 */
export function confusionRates(matrix: ConfusionMatrix): ConfusionRates {
  const { truePositive: tp, falsePositive: fp, trueNegative: tn, falseNegative: fn } = matrix;
  return {
    accuracy: ratio(tp + tn, tp + fp + tn + fn),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
  };
}
