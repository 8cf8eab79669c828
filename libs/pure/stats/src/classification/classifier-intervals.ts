import { normalQuantile } from '../distributions/normal';
import type { Interval } from '../intervals/interval';
import { wilsonInterval } from '../intervals/wilson';
import type { CalibrationHistogram } from './calibration-histogram';
import { histogramCalibrationBins } from './calibration-histogram';
import type { ConfusionMatrix } from './confusion-matrix';
import type { ScoreCounters } from './score-counters';

/** An estimate with its interval and the rows it rests on. */
export interface MetricInterval extends Interval {
  readonly n: number;
}

const share = (part: number, whole: number, alpha: number): MetricInterval | undefined =>
  whole > 0 ? { ...wilsonInterval(part, whole, alpha), n: whole } : undefined;

/** estimate ± z standard errors, cut to [low, high]. */
export function normalInterval(
  estimate: number,
  standardError: number,
  n: number,
  { alpha = 0.05, low = -Infinity, high = Infinity }: { alpha?: number; low?: number; high?: number } = {},
): MetricInterval {
  const half = normalQuantile(1 - alpha / 2) * standardError;
  return { estimate, lower: Math.max(low, estimate - half), upper: Math.min(high, estimate + half), n };
}

/**
 * F1 = 2J/(1 + J) rises with J = TP/(TP + FP + FN), a share of the rows that are positive or taken for it: its interval
 * is the Wilson interval of J carried over, which stays in [0, 1]. Undefined without such rows.
 * Source: Hand, Christen & Kirielle 2021, "F*". Example: TP 3, FP 1, FN 2 -> 0.6667 in [0.3160, 0.8965].
 */
export function f1Interval(matrix: ConfusionMatrix, alpha = 0.05): MetricInterval | undefined {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn } = matrix;
  const jaccard = share(tp, tp + fp + fn, alpha);
  if (jaccard === undefined) return undefined;
  const f1 = (j: number): number => (2 * j) / (1 + j);
  return { estimate: f1(jaccard.estimate), lower: f1(jaccard.lower), upper: f1(jaccard.upper), n: jaccard.n };
}

/** Mean from its sums: normal law with the sample variance over n. Undefined below two rows. */
export function meanInterval(
  sum: number,
  squares: number,
  n: number,
  options: { alpha?: number; low?: number; high?: number } = {},
): MetricInterval | undefined {
  if (n < 2) return undefined;
  const mean = sum / n;
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1));
  return normalInterval(mean, Math.sqrt(variance / n), n, options);
}

/**
 * AUC of scores in cells, with DeLong's variance: each positive of a cell has the placement (negatives below + half of
 * those in its cell) / N, each negative the like; S10/P + S01/N of the two sample variances, normal law, cut to [0, 1].
 * The same as DeLong on the scores when each is replaced by its cell. Counts may be expectations. Undefined with fewer
 * than two rows of a class. Source: DeLong, DeLong & Clarke-Pearson 1988.
 */
export function cellAucInterval(
  positives: readonly number[],
  negatives: readonly number[],
  alpha = 0.05,
): MetricInterval | undefined {
  const [p, n] = [positives, negatives].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  if (p < 2 || n < 2) return undefined;
  let [negativesBelow, positivesBelow, wins, above2, below2] = [0, 0, 0, 0, 0];
  for (let i = 0; i < positives.length; i += 1) {
    const [inP, inN] = [positives[i] as number, negatives[i] as number];
    const ofPositive = (negativesBelow + inN / 2) / n;
    const ofNegative = (p - positivesBelow - inP / 2) / p;
    wins += inP * ofPositive;
    above2 += inP * ofPositive * ofPositive;
    below2 += inN * ofNegative * ofNegative;
    negativesBelow += inN;
    positivesBelow += inP;
  }
  const auc = wins / p;
  const s10 = Math.max(0, above2 - p * auc * auc) / (p - 1);
  const s01 = Math.max(0, below2 - n * auc * auc) / (n - 1);
  return normalInterval(auc, Math.sqrt(s10 / p + s01 / n), p + n, { alpha, low: 0, high: 1 });
}

/**
 * Calibration error over about `bins` equal-count runs of cells. Given which side each run errs on, it is a sum of means
 * with variance sum (rows_b/n)² a_b(1 - a_b)/rows_b, a_b the observed rate; normal law, cut to [0, 1]. The estimate is
 * biased upwards on few rows, see `expectedCalibrationError`. Undefined without rows.
 */
export function calibrationErrorInterval(
  histogram: CalibrationHistogram,
  { alpha = 0.05, bins = 10 }: { alpha?: number; bins?: number } = {},
): MetricInterval | undefined {
  const runs = histogramCalibrationBins(histogram, bins);
  if (runs.length === 0) return undefined;
  const n = runs.reduce((sum, { rows }) => sum + rows, 0);
  const [estimate, variance] = runs.reduce(
    ([error, spread], { rows, meanProbability, observedRate: rate }) => [
      error + (rows / n) * Math.abs(meanProbability - rate),
      spread + (rows / (n * n)) * rate * (1 - rate),
    ],
    [0, 0],
  );
  return normalInterval(estimate, Math.sqrt(Math.max(0, variance)), n, { alpha, low: 0, high: 1 });
}

export type ClassifierMetric =
  'accuracy' | 'precision' | 'recall' | 'f1' | 'auc' | 'logLoss' | 'brier' | 'calibrationError';
export type MetricIntervals<M extends string> = Partial<Record<M, MetricInterval>>;

/** Without the metrics that are undefined. */
export const definedOnly = <M extends string>(
  all: Partial<Record<M, MetricInterval | undefined>>,
): MetricIntervals<M> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as MetricIntervals<M>;

/** Accuracy, precision and recall with Wilson's interval, F1 with that of `f1Interval`. */
export function decisionIntervals(
  matrix: ConfusionMatrix,
  alpha = 0.05,
): MetricIntervals<'accuracy' | 'precision' | 'recall' | 'f1'> {
  const { truePositive: tp, falsePositive: fp, trueNegative: tn, falseNegative: fn } = matrix;
  return definedOnly({
    accuracy: share(tp + tn, tp + fp + tn + fn, alpha),
    precision: share(tp, tp + fp, alpha),
    recall: share(tp, tp + fn, alpha),
    f1: f1Interval(matrix, alpha),
  });
}

/** All metrics of a binary classifier with probabilities, at level 1 - alpha; without those that are undefined. */
export function classifierIntervals(counters: ScoreCounters, alpha = 0.05): MetricIntervals<ClassifierMetric> {
  const { rows, histogram } = counters;
  return definedOnly<ClassifierMetric>({
    ...decisionIntervals(counters.confusion, alpha),
    auc: cellAucInterval(histogram.positives, histogram.negatives, alpha),
    logLoss: meanInterval(counters.logLossSum, counters.logLossSquares, rows, { alpha, low: 0 }),
    brier: meanInterval(counters.brierSum, counters.brierSquares, rows, { alpha, low: 0, high: 1 }),
    calibrationError: calibrationErrorInterval(histogram, { alpha }),
  });
}
