import { judgeLogLoss } from './judge-log-loss';
import type { Assessment, MetricVerdict, Rollout, RolloutAction, RolloutEvidence } from './rollout';
import { checkSampleRatio } from './sample-ratio';

/**
 * What to do with a rollout now. Pure: the same state, evidence and time give the same answer, so a controller that died
 * between deciding and acting decides again without harm.
 *
 * In this order: a sample-ratio mismatch pauses (nothing may be judged); a metric shown worse rolls back; a step that has
 * not had its predictions, its time or its labels holds; a gate not yet shown passes nobody; otherwise the next step.
 * No data is neither success nor failure: it holds.
 */
export function decide(rollout: Rollout, evidence: RolloutEvidence, now: Date): Assessment {
  const ratio = checkSampleRatio(evidence.step, rollout.sharePercent);
  const metrics = [judgeLogLoss(evidence.paired, rollout.policy)];
  const seen = {
    metrics,
    sampleRatioP: ratio.pValue,
    stepPredictions: evidence.step.total,
    actualSharePercent: evidence.step.total === 0 ? null : (100 * evidence.step.candidate) / evidence.step.total,
  };
  const say = (action: RolloutAction, decision: string): Assessment => ({ ...seen, action, decision });

  if (rollout.state !== 'running') return say('hold', `The rollout is ${rollout.state.replace('_', ' ')}.`);
  if (ratio.mismatch)
    return say(
      'pause',
      `The candidate answers ${seen.actualSharePercent?.toFixed(1)} % where ${rollout.sharePercent} % was set: nothing is judged until a person has looked.`,
    );
  const worse = metrics.find((metric) => metric.role !== 'signal' && metric.verdict === 'worse');
  if (worse) return say('roll_back', `${describe(worse)}: shown worse, so the champion answers everything again.`);
  const waiting = whatIsMissing(rollout, evidence, now) ?? missingEvidence(metrics, rollout);
  if (waiting) return say('hold', waiting);
  const next = rollout.policy.steps[rollout.stepIndex + 1];
  const shown = metrics.map(describe).join('; ');
  if (next === undefined || next >= 100) return say('promote', `${shown}. The candidate becomes champion.`);
  return say('advance', `${shown}. The next step gives it ${next} %.`);
}

function whatIsMissing(rollout: Rollout, evidence: RolloutEvidence, now: Date): string | null {
  const { minimumStepPredictions, minimumStepMs } = rollout.policy;
  if (evidence.step.total < minimumStepPredictions)
    return `This step has had ${evidence.step.total} of ${minimumStepPredictions} predictions.`;
  const elapsedMs = now.getTime() - rollout.stepStartedAt.getTime();
  if (elapsedMs < minimumStepMs) return `This step runs ${Math.ceil((minimumStepMs - elapsedMs) / 1000)} s more.`;
  return null;
}

function missingEvidence(metrics: readonly MetricVerdict[], { policy }: Rollout): string | null {
  for (const metric of metrics) {
    if (metric.role === 'signal') continue;
    if (metric.difference.n < policy.minimumLabelled)
      return `Not enough evidence on ${metric.metric}: ${metric.difference.n} of ${policy.minimumLabelled} labelled rows. Immature labels are not counted as good.`;
    if (metric.role === 'gate' && metric.verdict === 'not_enough_evidence')
      return `Not enough evidence: ${describe(metric)} is not yet shown to be within the margin of ${metric.margin}.`;
  }
  return null;
}

function describe({ metric, difference }: MetricVerdict): string {
  const { estimate, low, high, n } = difference;
  if (estimate === null || low === null || high === null) return `${metric} unknown (n ${n})`;
  const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
  return `${metric} ${signed(estimate)} [${signed(low)}, ${signed(high)}] (n ${n})`;
}
