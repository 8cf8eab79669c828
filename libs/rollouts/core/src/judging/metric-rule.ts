/** What a verdict may do: see `MetricVerdict`. */
export type MetricRole = 'guardrail' | 'gate' | 'signal' | 'dry_run';

/** How a metric is known, and which way is good. */
const METRICS = {
  log_loss: { direction: 'lower_is_better', from: 'outcomes' },
  accuracy: { direction: 'higher_is_better', from: 'outcomes' },
  auc: { direction: 'higher_is_better', from: 'outcomes' },
  absolute_error: { direction: 'lower_is_better', from: 'outcomes' },
  business_value: { direction: 'higher_is_better', from: 'outcomes' },
  score_difference: { direction: 'lower_is_better', from: 'scores' },
  label_flips: { direction: 'lower_is_better', from: 'scores' },
  selection_gap: { direction: 'lower_is_better', from: 'scores' },
  error_rate: { direction: 'lower_is_better', from: 'serving' },
  data_errors: { direction: 'lower_is_better', from: 'serving' },
  latency_p50: { direction: 'lower_is_better', from: 'serving' },
  latency_p95: { direction: 'lower_is_better', from: 'serving' },
  latency_p99: { direction: 'lower_is_better', from: 'serving' },
} as const;
export type RolloutMetric = keyof typeof METRICS;

/** Structurally one of the policy's `metrics`. */
export interface MetricRule {
  readonly metric: RolloutMetric;
  readonly role: MetricRole;
  /** Harm that is accepted, in the metric's unit; of latencies and of absolute error a share of the champion's. */
  readonly margin: number;
  /** Chance that it is ever called worse without being so; left out, the policy's. */
  readonly alpha?: number;
  readonly tuningN?: number;
  /** Fewer observations hold the step where the metric is a guardrail or a gate. */
  readonly minimumObservations?: number;
  /** Of `selection_gap`: the protected attribute. */
  readonly attribute?: string;
}

export const directionOf = (metric: RolloutMetric) => METRICS[metric].direction;
export const sourceOf = (metric: RolloutMetric) => METRICS[metric].from;
export const ruleKey = ({ metric, attribute }: Pick<MetricRule, 'metric' | 'attribute'>): string =>
  attribute === undefined ? metric : `${metric}:${attribute}`;
