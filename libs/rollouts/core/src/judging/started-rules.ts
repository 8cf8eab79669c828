import type { RolloutPolicy } from '../rollout';
import type { MetricRule } from './metric-rule';

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
