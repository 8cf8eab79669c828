import { frozenBy } from './freeze-windows';
import type { RolloutEvidence } from './comparisons/evidence';
import { judgeMetrics } from './judging/judge-metrics';
import { stepSampleRatio } from './judging/sample-ratio';
import { timeLeft } from './judging/time-left';
import type { Assessment, MetricVerdict, Rollout, RolloutAction } from './rollout';
import { isWarmingUp, nextStep, whyTheTestGoesOn, winnersOf } from './strategies/next-step';

/**
 * What to do with a rollout now. Pure: the same state, evidence and time give the same answer, so a controller that died
 * between deciding and acting decides again without harm.
 *
 * In this order: a sample-ratio mismatch pauses (nothing may be judged); a guardrail or gate shown worse rolls back; a signal
 * shown worse pauses; a step that has not had its predictions, its time or its labels holds; a gate not yet shown passes
 * nobody; a freeze window holds; otherwise what the strategy does next. No data is neither success nor failure: it holds.
 */
export function decide(rollout: Rollout, evidence: RolloutEvidence, now: Date): Assessment {
  const ratio = stepSampleRatio(rollout, evidence);
  const metrics = judgeMetrics(rollout, evidence);
  const { total, candidate } = evidence.step;
  const seen = {
    metrics,
    sampleRatioP: ratio.pValue,
    stepPredictions: total,
    actualSharePercent: total === 0 ? null : (100 * candidate) / total,
    ...sharesByVersion(evidence.step),
  };
  const say = (action: RolloutAction, decision: string): Assessment => ({ ...seen, action, decision });

  if (rollout.state !== 'running') return say('hold', `The rollout is ${rollout.state.replace('_', ' ')}.`);
  if (ratio.mismatch)
    return say(
      'pause',
      `The candidate answers ${seen.actualSharePercent?.toFixed(1)} % where ${rollout.sharePercent} % was set: nothing is judged until a person has looked.`,
    );
  const worse = metrics.find(({ role, verdict }) => (role === 'guardrail' || role === 'gate') && verdict === 'worse');
  if (worse) return say('roll_back', `${describe(worse)}: shown worse, so the champion answers everything again.`);
  const signal = metrics.find((metric) => isAlarming(metric, rollout));
  if (signal) return say('pause', `${describe(signal)}: shown worse, which policy wants a person to look at.`);
  const waiting = isWarmingUp(rollout)
    ? null
    : (whatIsMissing(rollout, evidence, now) ??
      (rollout.strategy === 'ab' ? whyTheTestGoesOn(rollout, metrics, now) : missingEvidence(metrics, rollout, now)));
  if (waiting) return say('hold', waiting);
  const { action, decision, sharePercent } = nextStep(rollout, evidence, summary(metrics, rollout));
  const frozen = action === 'hold' || action === 'complete' ? null : frozenBy(rollout.policy.freezeWindows ?? [], now);
  if (frozen) return say('hold', frozen);
  return { ...say(action, decision), ...(sharePercent !== undefined && { nextSharePercent: sharePercent }) };
}

const sharesByVersion = ({ total, byVersion }: RolloutEvidence['step']): Pick<Assessment, 'actualSharesPercent'> =>
  byVersion && total > 0
    ? { actualSharesPercent: Object.fromEntries([...byVersion].map(([version, n]) => [version, (100 * n) / total])) }
    : {};

const isAlarming = ({ metric, role, verdict }: MetricVerdict, { acceptedSignals }: Rollout): boolean =>
  role === 'signal' && verdict === 'worse' && !acceptedSignals.includes(metric);

function whatIsMissing(rollout: Rollout, evidence: RolloutEvidence, now: Date): string | null {
  const { minimumStepPredictions, minimumStepMs } = rollout.policy;
  if (evidence.step.total < minimumStepPredictions)
    return `This step has had ${evidence.step.total} of ${minimumStepPredictions} predictions.`;
  const elapsedMs = now.getTime() - rollout.stepStartedAt.getTime();
  if (elapsedMs < minimumStepMs) return `This step runs ${Math.ceil((minimumStepMs - elapsedMs) / 1000)} s more.`;
  return null;
}

function missingEvidence(metrics: readonly MetricVerdict[], rollout: Rollout, now: Date): string | null {
  const elapsedMs = now.getTime() - rollout.startedAt.getTime();
  for (const metric of metrics) {
    if (metric.role !== 'guardrail' && metric.role !== 'gate') continue;
    const { n } = metric.difference;
    if (n < metric.minimumN)
      return `Not enough evidence on ${metric.metric}: ${n} of ${metric.minimumN} ${unitOf(metric)}.${timeLeft(n, metric.minimumN, elapsedMs)} ${NOTHING_IS_ASSUMED}`;
    if (metric.role === 'gate' && metric.verdict === 'not_enough_evidence')
      return `Not enough evidence: ${describe(metric)} is not yet shown to be within the margin of ${metric.margin}.${timeLeft(n, metric.neededN, elapsedMs)}`;
  }
  return null;
}

const NOTHING_IS_ASSUMED = 'Immature labels are not counted as good.';
const unitOf = ({ metric }: MetricVerdict): string => (metric === 'log_loss' ? 'labelled rows' : 'observations');

function summary(metrics: readonly MetricVerdict[], rollout: Rollout): string {
  const shown = metrics
    .filter(({ role }) => role !== 'dry_run')
    .map(describe)
    .join('; ');
  if (rollout.strategy !== 'ab') return shown;
  const winners = winnersOf(metrics, rollout);
  return `${winners.length > 0 ? `Shown better: ${winners.join(', then ')}` : 'No arm was shown better'}. ${shown}`;
}

function describe({ metric, arm, difference }: MetricVerdict): string {
  const name = arm ? `${metric} of ${arm}` : metric;
  const { estimate, low, high, n } = difference;
  if (estimate === null || low === null || high === null) return `${name} unknown (n ${n})`;
  const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
  return `${name} ${signed(estimate)} [${signed(low)}, ${signed(high)}] (n ${n})`;
}
