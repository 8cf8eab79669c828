import {
  calibrationErrorInterval,
  type CalibrationCells,
  type CalibrationHistogram,
  cellAucInterval,
  classifierIntervals,
  decisionIntervals,
  estimatedAccuracy,
  estimatedIntervals,
  meanInterval,
  type MetricInterval,
  multiclassIntervals,
  regressionIntervals,
  wilsonInterval,
} from '@plumbline/stats';
import type { IntervalEstimate } from '../interval-estimate';
import type { GroupCounts } from '../window/group-counts';
import type { LabelHits } from '../window/window-counters';
import type { PerformanceCounters } from './window-performance';

export type PerformanceMetric =
  'accuracy' | 'precision' | 'recall' | 'f1' | 'auc' | 'logLoss' | 'brier' | 'calibrationError' | 'mae' | 'rmse' | 'r2';

/** Without the metrics that are undefined on these rows, or do not apply. */
export type PerformanceMetrics = Partial<Record<PerformanceMetric, IntervalEstimate>>;

type Intervals = Partial<Record<PerformanceMetric, MetricInterval | undefined>>;

const toMetrics = (intervals: Intervals): PerformanceMetrics =>
  Object.fromEntries(
    Object.entries(intervals).flatMap(([name, interval]) =>
      interval === undefined
        ? []
        : [[name, { estimate: interval.estimate, low: interval.lower, high: interval.upper, n: interval.n }]],
    ),
  );

const asHistogram = ({ rows, positives, sums }: CalibrationCells): CalibrationHistogram => ({
  positives,
  negatives: rows.map((n, i) => n - (positives[i] as number)),
  probabilitySums: sums,
});

const calibrationOf = (cells: CalibrationCells | null | undefined): MetricInterval | undefined =>
  cells ? calibrationErrorInterval(asHistogram(cells)) : undefined;

/** A version that gives only labels is counted as outcome by answer, the negative class first. */
function classIntervals(confusion: readonly number[]): Intervals {
  if (confusion.length !== 4) return multiclassIntervals(confusion);
  const [trueNegative = 0, falsePositive = 0, falseNegative = 0, truePositive = 0] = confusion;
  return decisionIntervals({ trueNegative, falsePositive, falseNegative, truePositive });
}

const accuracyOf = ({ rows, correct }: LabelHits): Intervals =>
  rows > 0 ? { accuracy: { ...wilsonInterval(correct, rows), n: rows } } : {};

/** Realised performance on the labelled rows, with intervals at 95 %. */
export function realisedMetrics(counters: PerformanceCounters): PerformanceMetrics {
  const { labels, hits, confusion, calibration, errors } = counters;
  if (errors) return toMetrics(regressionIntervals(errors));
  if (labels !== null && labels.rows > 0) return toMetrics(classifierIntervals(labels));
  const classes = confusion ? classIntervals(confusion) : hits ? accuracyOf(hits) : {};
  return toMetrics({ ...classes, calibrationError: calibrationOf(calibration) });
}

/**
 * Performance expected of all predictions, labelled or not, if the probabilities are calibrated, with the band of the
 * realised value at 95 %. Empty for a regression and for a version without probabilities: nothing can be expected of it.
 */
export function estimatedMetrics({ scores, labels }: PerformanceCounters): PerformanceMetrics {
  if (!scores) return {};
  return toMetrics(labels === null ? estimatedAccuracy(scores) : estimatedIntervals(scores));
}

function binaryGroup(group: GroupCounts): Intervals {
  const { tp: truePositive, fp: falsePositive, tn: trueNegative, fn: falseNegative, losses, calibration } = group;
  const n = group.labelled;
  const histogram = calibration && asHistogram(calibration);
  return {
    ...decisionIntervals({ truePositive, falsePositive, trueNegative, falseNegative }),
    auc: histogram && cellAucInterval(histogram.positives, histogram.negatives),
    logLoss: losses && meanInterval(losses.logLoss, losses.logLossSquares, n, { low: 0 }),
    brier: losses && meanInterval(losses.brier, losses.brierSquares, n, { low: 0, high: 1 }),
    calibrationError: calibrationOf(calibration),
  };
}

/** Realised performance of one group or segment. Its AUC rests on the score bins, so it is coarser than the model's. */
export function groupMetrics(group: GroupCounts): PerformanceMetrics {
  const { errors, correct, labelled, calibration } = group;
  if (labelled <= 0) return {};
  if (errors) return toMetrics(regressionIntervals(errors));
  if (correct === undefined) return toMetrics(binaryGroup(group));
  return toMetrics({ ...accuracyOf({ rows: labelled, correct }), calibrationError: calibrationOf(calibration) });
}
