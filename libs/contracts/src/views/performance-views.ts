import type { IntervalView } from './view-parts';

/** Classifiers have the first eight (of labels only: the first four), regressions the last three. */
export const PERFORMANCE_METRICS = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'auc',
  'logLoss',
  'brier',
  'calibrationError',
  'mae',
  'rmse',
  'r2',
] as const;
export type PerformanceMetric = (typeof PERFORMANCE_METRICS)[number];

/** Intervals at 95 %; a metric that is not here is undefined on these rows, or does not apply to the task. */
export type PerformanceMetricsView = Partial<Record<PerformanceMetric, IntervalView>>;

export interface PerformancePointView {
  version: number;
  from: string;
  to: string;
  predictions: number;
  labelled: number;
  positiveRate: number | null;
  meanScore: number | null;
  logLoss: number | null;
  auc: number | null;
  accuracy: number | null;
  /** Realised, on the labelled rows. */
  metrics?: PerformanceMetricsView;
  /** What all rows would show if the probabilities were calibrated. */
  estimated?: PerformanceMetricsView;
  /** By the label policy no label of the window is awaited any more. */
  mature?: boolean;
}

/** Whether the probabilities were calibrated when the version was made: the estimate is worth as much as that. */
export interface CalibrationView {
  /** `unknown`: nobody measured it, and the estimate is a guess until labels come. */
  atBirth: 'measured' | 'unknown';
  calibrationErrorAtBirth: number | null;
  /** Realised, on the labelled rows. */
  calibrationError: IntervalView | null;
}

export interface LabelCoverageView {
  predictions: number;
  labelled: number;
  /** Of the labelled, negatives by time-out. */
  timedOut: number;
  share: number | null;
  /** By how long before the latest prediction a window ended; no age without predictions. */
  byAge: { fromMs: number; toMs: number | null; predictions: number; labelled: number; share: number }[];
  /** Early negatives that wait for their maturity. */
  provisional: number;
  /** Outcomes without a prediction. */
  orphans: number;
  /** Outcomes that happened after the horizon: kept, not counted. */
  late: number;
}

/** From prediction to outcome, in event time; each at most 19 % too long. Null before the first outcome. */
export interface LabelDelayView {
  outcomes: number;
  medianMs: number | null;
  p90Ms: number | null;
}

export interface SegmentPerformanceView {
  /** As the monitor policy asks: `age[30,45] & job`. */
  segmentation: string;
  segment: string;
  predictions: number;
  labelled: number;
  metrics: PerformanceMetricsView;
}

export interface PerformanceView {
  /** Expected at birth, from the hold-out. */
  expected: { version: number; logLoss: number | null; auc: number | null } | null;
  total: Omit<PerformancePointView, 'version'> | null;
  windows: PerformancePointView[];
  calibration?: CalibrationView;
  /** Mean probability and observed rate of equal-count runs of the labelled rows; empty without a probability. */
  reliability?: { rows: number; meanProbability: number; observedRate: number }[];
  coverage?: LabelCoverageView;
  delay?: LabelDelayView;
  /** Worst first, by the end of the interval that is kindest to the segment. */
  segments?: SegmentPerformanceView[];
}

/** A condition on one feature: a category, a band such as `30 to 45`, or `missing`. */
export interface SegmentConditionView {
  feature: string;
  value: string;
}

export interface FoundSegmentView {
  where: SegmentConditionView[];
  rows: number;
  meanLoss: IntervalView;
  /** Mean loss of all other rows, and how much more it is here. */
  meanLossElsewhere: number;
  excess: IntervalView;
  /** That the segment is not worse, corrected for all segments that were looked at (Benjamini-Hochberg). */
  adjustedPValue: number;
}

export interface SegmentSearchView {
  /** The loss of a row: log loss, 0 or 1 for a wrong class, or the absolute error. */
  loss: 'logLoss' | 'wrong' | 'absoluteError';
  rows: number;
  meanLoss: number | null;
  looked: number;
  minimumRows: number;
  alpha: number;
  /** Worst first; only those shown worse than the rest. */
  segments: FoundSegmentView[];
}
