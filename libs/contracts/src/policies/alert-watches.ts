/** What an alert rule may watch. */
export const ALERT_WATCHES = [
  'drift',
  'feature_drift',
  'prediction_drift',
  'label_drift',
  'joint_drift',
  'attribution_drift',
  'stream',
  'quality',
  'performance',
  'performance_metric',
  'estimated_performance',
  'fairness',
  'label_coverage',
  'label_delay',
  'volume',
  'freshness',
  'dead_letters',
] as const;

export type AlertWatch = (typeof ALERT_WATCHES)[number];

/** These come with a verdict of their own; the others are numbers that need a condition. */
export const JUDGED_WATCHES: readonly AlertWatch[] = [
  'drift',
  'feature_drift',
  'prediction_drift',
  'label_drift',
  'joint_drift',
  'attribution_drift',
  'stream',
  'quality',
  'performance',
  'fairness',
];
