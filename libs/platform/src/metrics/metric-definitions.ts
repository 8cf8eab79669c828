/** Labels stay bounded: never a subject or a prediction id. */
export interface MetricDefinition<L extends string = string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
  /** How the values of several processes become one. Default: sum. */
  readonly merged?: 'sum' | 'max';
}

export interface HistogramDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Upper bounds, ascending; `+Inf` is added. */
  readonly buckets: readonly number[];
}

/** Metrics with a published name. A service may define more beside its own code. */
export const METRICS = {
  predictionLatency: {
    name: 'prediction_latency_seconds',
    help: 'Time from the request to its answer, in seconds.',
    labels: ['model', 'version'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  predictionsTotal: { name: 'predictions_total', help: 'Rows that were scored.', labels: ['model', 'version'] },
  predictionErrorsTotal: {
    name: 'prediction_errors_total',
    help: 'Prediction requests that were refused or failed, by problem code.',
    labels: ['model', 'code'],
  },
  predictionScore: {
    name: 'prediction_score',
    help: 'Distribution of the scores that were answered.',
    labels: ['model', 'version'],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  },
  driftScore: {
    name: 'drift_score',
    help: 'Latest drift measure of a feature.',
    labels: ['model', 'version', 'feature', 'measure'],
  },
  driftDetected: {
    name: 'drift_detected',
    help: '1 when the latest check found drift in the feature, else 0.',
    labels: ['model', 'version', 'feature'],
  },
  modelPerformance: {
    name: 'model_performance',
    help: 'Latest performance on labelled predictions.',
    labels: ['model', 'version', 'metric'],
  },
  fairnessRatio: {
    name: 'fairness_ratio',
    help: 'Rate of the group divided by that of the reference group.',
    labels: ['model', 'version', 'attribute', 'group', 'metric'],
  },
  labelCoverage: {
    name: 'label_coverage',
    help: 'Share of predictions whose outcome is known, 0 to 1.',
    labels: ['model', 'version'],
  },
  rolloutWeight: {
    name: 'rollout_weight',
    merged: 'max',
    help: 'Share of traffic that the version is set to answer, in percent.',
    labels: ['model', 'version'],
  },
  retrainingRunsTotal: {
    name: 'retraining_runs_total',
    help: 'Training runs that ended.',
    labels: ['model', 'trigger', 'result'],
  },
  eventBusLag: {
    name: 'event_bus_lag',
    help: 'Records that are published and not yet handled by the group.',
    labels: ['topic', 'group'],
  },
  eventSpoolBytes: { name: 'event_spool_bytes', help: 'Bytes on disk that wait for the event bus.', labels: [] },
} as const satisfies Record<string, MetricDefinition | HistogramDefinition>;
