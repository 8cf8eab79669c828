import { StatisticsInputError } from '../statistics.errors';
import {
  addCalibration,
  type CalibrationHistogram,
  emptyCalibrationHistogram,
  histogramCalibrationError,
  mergeCalibrationHistograms,
} from './calibration-histogram';
import {
  addDecision,
  type ConfusionMatrix,
  confusionRates,
  type ConfusionRates,
  emptyConfusionMatrix,
  type Label,
  mergeConfusionMatrices,
} from './confusion-matrix';
import { rowBrier, rowLogLoss } from './proper-scores';

/** Mergeable counters of labelled predictions of a probability: plain JSON. */
export interface ScoreCounters {
  version: 1;
  rows: number;
  positives: number;
  logLossSum: number;
  /** Sums of squares give standard errors of the means, for sequential tests. */
  logLossSquares: number;
  brierSum: number;
  brierSquares: number;
  confusion: ConfusionMatrix;
  histogram: CalibrationHistogram;
}

export const SCORE_CELLS = 1_000;

export function emptyScoreCounters(cells = SCORE_CELLS): ScoreCounters {
  return {
    version: 1,
    rows: 0,
    positives: 0,
    logLossSum: 0,
    logLossSquares: 0,
    brierSum: 0,
    brierSquares: 0,
    confusion: emptyConfusionMatrix(),
    histogram: emptyCalibrationHistogram(cells),
  };
}

/** Counts one labelled prediction, in place; sign -1 takes it back. `predicted` is the decision that was served. */
export function addScore(
  counters: ScoreCounters,
  label: Label,
  probability: number,
  predicted: Label,
  sign: 1 | -1 = 1,
): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new StatisticsInputError('a probability lies in [0, 1]', { probability });
  }
  const loss = rowLogLoss(label, probability);
  const brier = rowBrier(label, probability);
  counters.rows += sign;
  counters.positives += sign * label;
  counters.logLossSum += sign * loss;
  counters.logLossSquares += sign * loss * loss;
  counters.brierSum += sign * brier;
  counters.brierSquares += sign * brier * brier;
  addDecision(counters.confusion, label, predicted, sign);
  addCalibration(counters.histogram, label, probability, sign);
}

export function mergeScoreCounters(a: ScoreCounters, b: ScoreCounters): ScoreCounters {
  if (a.histogram.positives.length !== b.histogram.positives.length) {
    throw new StatisticsInputError('score histograms of different widths cannot be merged');
  }
  return {
    version: 1,
    rows: a.rows + b.rows,
    positives: a.positives + b.positives,
    logLossSum: a.logLossSum + b.logLossSum,
    logLossSquares: a.logLossSquares + b.logLossSquares,
    brierSum: a.brierSum + b.brierSum,
    brierSquares: a.brierSquares + b.brierSquares,
    confusion: mergeConfusionMatrices(a.confusion, b.confusion),
    histogram: mergeCalibrationHistograms(a.histogram, b.histogram),
  };
}

export interface ScoreMetrics extends ConfusionRates {
  readonly rows: number;
  readonly positives: number;
  readonly logLoss: number | undefined;
  readonly brier: number | undefined;
  /** From the histogram; the exact value lies within ± aucBound. Undefined without both classes. */
  readonly auc: number | undefined;
  readonly aucBound: number | undefined;
  /** Calibration error over about 10 equal-count runs of whole histogram cells. */
  readonly calibrationError: number | undefined;
}

/** A positive and a negative of one cell count one half; the bound is half the share of such pairs. */
function histogramAuc({ positives, negatives }: CalibrationHistogram): { auc: number; aucBound: number } | undefined {
  let [below, above, wins, ties] = [0, 0, 0, 0];
  for (let i = 0; i < positives.length; i += 1) {
    const [p, n] = [positives[i] as number, negatives[i] as number];
    wins += p * below;
    ties += p * n;
    below += n;
    above += p;
  }
  const pairs = below * above;
  return pairs === 0 ? undefined : { auc: (wins + ties / 2) / pairs, aucBound: ties / 2 / pairs };
}

/** Metrics of the counters: log loss, Brier and the confusion rates exact, AUC within its bound, ECE approximate. */
export function scoreMetrics(counters: ScoreCounters): ScoreMetrics {
  const { rows, positives } = counters;
  const auc = histogramAuc(counters.histogram);
  return {
    rows,
    positives,
    logLoss: rows > 0 ? counters.logLossSum / rows : undefined,
    brier: rows > 0 ? counters.brierSum / rows : undefined,
    auc: auc?.auc,
    aucBound: auc?.aucBound,
    calibrationError: histogramCalibrationError(counters.histogram),
    ...confusionRates(counters.confusion),
  };
}
