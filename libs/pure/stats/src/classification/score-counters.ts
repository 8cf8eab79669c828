import { StatisticsInputError } from '../statistics.errors';
import type { ConfusionMatrix, Label } from './confusion-matrix';
import { confusionRates, type ConfusionRates } from './confusion-matrix';
import { rowBrier, rowLogLoss } from './proper-scores';

/** Mergeable counters of labelled predictions of a probability: plain JSON. Histograms are over [0, 1], equal width. */
export interface ScoreCounters {
  version: 1;
  rows: number;
  positives: number;
  logLossSum: number;
  logLossSquares: number;
  brierSum: number;
  brierSquares: number;
  confusion: { -readonly [K in keyof ConfusionMatrix]: number };
  positiveScores: number[];
  negativeScores: number[];
  /** Sum of probabilities by histogram cell, so that calibration uses their true means. */
  probabilitySums: number[];
}

export const SCORE_CELLS = 1_000;

export function emptyScoreCounters(cells = SCORE_CELLS): ScoreCounters {
  const zeros = (): number[] => new Array<number>(cells).fill(0);
  return {
    version: 1,
    rows: 0,
    positives: 0,
    logLossSum: 0,
    logLossSquares: 0,
    brierSum: 0,
    brierSquares: 0,
    confusion: { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 },
    positiveScores: zeros(),
    negativeScores: zeros(),
    probabilitySums: zeros(),
  };
}

/** Counts one labelled prediction, in place. `predicted` is the decision that was served. */
export function addScore(counters: ScoreCounters, label: Label, probability: number, predicted: Label): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new StatisticsInputError('a probability lies in [0, 1]', { probability });
  }
  const loss = rowLogLoss(label, probability);
  const brier = rowBrier(label, probability);
  const { confusion } = counters;
  const histogram = label === 1 ? counters.positiveScores : counters.negativeScores;
  const cell = Math.min(histogram.length - 1, Math.floor(probability * histogram.length));
  counters.rows += 1;
  counters.positives += label;
  counters.logLossSum += loss;
  counters.logLossSquares += loss * loss;
  counters.brierSum += brier;
  counters.brierSquares += brier * brier;
  histogram[cell] = (histogram[cell] as number) + 1;
  counters.probabilitySums[cell] = (counters.probabilitySums[cell] as number) + probability;
  if (predicted === 1) confusion[label === 1 ? 'truePositive' : 'falsePositive'] += 1;
  else confusion[label === 1 ? 'falseNegative' : 'trueNegative'] += 1;
}

const addArrays = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + (b[i] as number));

export function mergeScoreCounters(a: ScoreCounters, b: ScoreCounters): ScoreCounters {
  if (a.positiveScores.length !== b.positiveScores.length) {
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
    confusion: {
      truePositive: a.confusion.truePositive + b.confusion.truePositive,
      falsePositive: a.confusion.falsePositive + b.confusion.falsePositive,
      trueNegative: a.confusion.trueNegative + b.confusion.trueNegative,
      falseNegative: a.confusion.falseNegative + b.confusion.falseNegative,
    },
    positiveScores: addArrays(a.positiveScores, b.positiveScores),
    negativeScores: addArrays(a.negativeScores, b.negativeScores),
    probabilitySums: addArrays(a.probabilitySums, b.probabilitySums),
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
function histogramAuc(counters: ScoreCounters): { auc: number; aucBound: number } | undefined {
  const { positives, rows, positiveScores, negativeScores } = counters;
  const pairs = positives * (rows - positives);
  if (pairs === 0) return undefined;
  let [below, wins, ties] = [0, 0, 0];
  for (let i = 0; i < positiveScores.length; i += 1) {
    const [p, n] = [positiveScores[i] as number, negativeScores[i] as number];
    wins += p * below;
    ties += p * n;
    below += n;
  }
  return { auc: (wins + ties / 2) / pairs, aucBound: ties / 2 / pairs };
}

function histogramCalibrationError(counters: ScoreCounters, bins = 10): number | undefined {
  if (counters.rows === 0) return undefined;
  let [rows, positives, probability, seen, error] = [0, 0, 0, 0, 0];
  counters.positiveScores.forEach((p, i) => {
    rows += p + (counters.negativeScores[i] as number);
    positives += p;
    probability += counters.probabilitySums[i] as number;
    const isLast = i === counters.positiveScores.length - 1;
    if (
      rows > 0 &&
      (isLast || seen + rows >= (counters.rows * (Math.floor((seen * bins) / counters.rows) + 1)) / bins)
    ) {
      error += Math.abs(probability - positives) / counters.rows;
      seen += rows;
      [rows, positives, probability] = [0, 0, 0];
    }
  });
  return error;
}

/** Metrics of the counters: log loss, Brier and the confusion rates exact, AUC within its bound, ECE approximate. */
export function scoreMetrics(counters: ScoreCounters): ScoreMetrics {
  const { rows, positives } = counters;
  const auc = histogramAuc(counters);
  return {
    rows,
    positives,
    logLoss: rows > 0 ? counters.logLossSum / rows : undefined,
    brier: rows > 0 ? counters.brierSum / rows : undefined,
    auc: auc?.auc,
    aucBound: auc?.aucBound,
    calibrationError: histogramCalibrationError(counters),
    ...confusionRates(counters.confusion),
  };
}
