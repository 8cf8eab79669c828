import { StatisticsInputError } from '../statistics.errors';
import type { ConfusionMatrix, Label } from './confusion-matrix';
import { confusionRates } from './confusion-matrix';

/** Performance expected without labels. */
export interface ExpectedPerformance {
  readonly rows: number;
  readonly confusion: ConfusionMatrix;
  readonly accuracy: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
  readonly auc: number | undefined;
  readonly logLoss: number;
  /** Of drawing the labels, if the probabilities are calibrated. */
  readonly accuracyStandardError: number;
}

function expectedConfusion(probabilities: readonly number[], predicted: readonly Label[]): ConfusionMatrix {
  const matrix = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  probabilities.forEach((p, i) => {
    if (predicted[i] === 1) {
      matrix.truePositive += p;
      matrix.falsePositive += 1 - p;
    } else {
      matrix.falseNegative += p;
      matrix.trueNegative += 1 - p;
    }
  });
  return matrix;
}

/** Area under the expected ROC curve: each row is p of a positive and 1 - p of a negative, equal scores as one step. */
function expectedAuc(probabilities: readonly number[]): number | undefined {
  const sorted = Float64Array.from(probabilities).sort();
  let [negativesBelow, positives, area] = [0, 0, 0];
  for (let start = 0; start < sorted.length;) {
    let end = start;
    const p = sorted[start] as number;
    while (end < sorted.length && sorted[end] === p) end += 1;
    const rows = end - start;
    area += p * rows * (negativesBelow + ((1 - p) * rows) / 2);
    negativesBelow += (1 - p) * rows;
    positives += p * rows;
    start = end;
  }
  return positives > 0 && negativesBelow > 0 ? area / (positives * negativesBelow) : undefined;
}

const entropy = (p: number): number => (p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log(1 - p) : 0);

/**
 * Confidence-based performance estimation: with calibrated probabilities a row decided 1 is right with probability p,
 * one decided 0 with 1 - p; summed, they give the expected confusion matrix and from it the metrics. True only as far as
 * the probabilities are calibrated on these rows: it sees covariate shift, not concept drift. The AUC is of the expected
 * ROC curve, log loss the mean entropy, the standard error of accuracy sqrt(sum p(1-p))/n. Source: NannyML's CBPE.
 * Example: p .9 .8 .7 .4 .3 .1, decided 1 1 1 0 0 0 -> accuracy 0.766667, precision 0.8, recall 0.75, F1 0.774194,
 * AUC 0.823661.
 */
export function expectedPerformance(
  probabilities: readonly number[],
  predicted: readonly Label[],
): ExpectedPerformance {
  const rows = probabilities.length;
  if (rows === 0 || rows !== predicted.length || probabilities.some((p) => !(p >= 0 && p <= 1))) {
    throw new StatisticsInputError('expectedPerformance needs as many probabilities in [0, 1] as decisions, not 0');
  }
  const confusion = expectedConfusion(probabilities, predicted);
  const rates = confusionRates(confusion);
  return {
    rows,
    confusion,
    accuracy: rates.accuracy ?? 0,
    precision: rates.precision,
    recall: rates.recall,
    f1: rates.f1,
    auc: expectedAuc(probabilities),
    logLoss: probabilities.reduce((sum, p) => sum + entropy(p), 0) / rows,
    accuracyStandardError: Math.sqrt(probabilities.reduce((sum, p) => sum + p * (1 - p), 0)) / rows,
  };
}
