import type { RolloutPolicy, RolloutStrategy } from '../rollout';
import { RolloutInvalid } from '../rollouts.errors';
import { sourceOf, type MetricRule } from './metric-rule';
import { rulesOf, type AnswerKind } from './started-rules';

interface Subject {
  readonly strategy: RolloutStrategy;
  readonly answers: AnswerKind;
}

const NEEDS_PROBABILITY: ReadonlySet<string> = new Set(['log_loss', 'auc', 'label_flips', 'selection_gap']);

/** Why a metric can never be known in such a rollout; null: it can. */
function whyNever(
  { metric, attribute }: MetricRule,
  policy: RolloutPolicy,
  { strategy, answers }: Subject,
): string | null {
  if (NEEDS_PROBABILITY.has(metric) && answers !== 'probability')
    return `${metric} needs the probability of a positive class, and this model gives none`;
  if (metric === 'score_difference' && answers !== 'probability' && answers !== 'regression')
    return 'score_difference needs a probability or a number, and this model gives labels';
  if (metric === 'accuracy' && answers === 'regression') return 'a regression has no accuracy; use absolute_error';
  if (metric === 'absolute_error' && answers !== 'regression') return 'absolute_error is of a regression; use accuracy';
  if (metric === 'selection_gap' && attribute === undefined) return 'selection_gap needs an attribute';
  if (metric === 'accuracy' && answers !== 'probability' && (strategy === 'shadow' || strategy === 'blue-green'))
    return `accuracy of labels is known of the version that answered alone, and in ${strategy} only one does`;
  const isPaired = policy.paired && strategy !== 'ab';
  if ((sourceOf(metric) === 'scores' || metric === 'auc') && !isPaired)
    return `${metric} compares both scores of a row, and ${strategy === 'ab' ? 'an A/B test scores each once' : 'the policy says paired: false'}`;
  if (metric === 'log_loss' && strategy !== 'ab' && !policy.paired)
    return 'log_loss compares both versions on the same rows, and the policy says paired: false';
  if (metric.startsWith('latency') && strategy === 'blue-green')
    return 'after a blue-green switch the champion only runs behind the candidate, so their latencies do not compare';
  return null;
}

/** A guardrail or a gate that can never be known would hold the rollout for ever: it does not start. */
export function refuseUnknowable(policy: RolloutPolicy, subject: Subject): void {
  for (const rule of rulesOf(policy)) {
    const why = rule.role === 'guardrail' || rule.role === 'gate' ? whyNever(rule, policy, subject) : null;
    if (why)
      throw new RolloutInvalid(
        '/metrics',
        `${rule.metric} cannot be a ${rule.role} here: ${why}. Change the rollout policy.`,
      );
  }
}
