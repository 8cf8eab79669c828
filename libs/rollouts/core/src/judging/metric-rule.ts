import type { MetricRole, RolloutPolicy } from '../rollout';

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

/** What a model answers, as far as judging it goes. `label`: labels without a probability. */
export type AnswerKind = 'probability' | 'label' | 'multiclass' | 'regression';

export function answersOf(signature: {
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly output: { readonly kind?: 'score' | 'label' | undefined };
}): AnswerKind {
  if (signature.task !== 'binary') return signature.task;
  return signature.output.kind === 'label' ? 'label' : 'probability';
}

const logLossRule = (policy: RolloutPolicy): MetricRule => ({
  metric: 'log_loss',
  role: policy.logLossRole,
  margin: policy.logLossMargin,
});

/**
 * All rules of a rollout that starts. How good the answers are is judged by log loss; where there is no probability of one
 * positive class there is none, and then by accuracy, of numbers by absolute error, in the role of log loss. A rule of the
 * policy's list for the same metric comes instead.
 */
export function startedRules(policy: RolloutPolicy, kind: AnswerKind): readonly MetricRule[] {
  const listed = policy.metrics ?? [];
  const quality: MetricRule =
    kind === 'probability'
      ? logLossRule(policy)
      : kind === 'regression'
        ? { metric: 'absolute_error', role: policy.logLossRole, margin: RELATIVE_ERROR_MARGIN }
        : { metric: 'accuracy', role: policy.logLossRole, margin: ACCURACY_MARGIN };
  return listed.some(({ metric }) => metric === quality.metric) ? listed : [quality, ...listed];
}
const RELATIVE_ERROR_MARGIN = 0.05;
const ACCURACY_MARGIN = 0.02;

export const rulesOf = (policy: RolloutPolicy): readonly MetricRule[] => policy.metrics ?? [logLossRule(policy)];
