import type { RolloutEvidence } from '../comparisons/evidence';
import type { MetricVerdict, Rollout, RolloutAction } from '../rollout';
import { stepsOf } from './start-plan';

export interface NextStep {
  readonly action: Extract<RolloutAction, 'hold' | 'advance' | 'promote' | 'complete'>;
  readonly decision: string;
  readonly sharePercent?: number;
}

/** Warm-up of blue-green: nothing is judged before the switch, only that the candidate is loaded everywhere. */
export const isWarmingUp = ({ strategy, stepIndex }: Rollout): boolean => strategy === 'blue-green' && stepIndex === 0;

/** What follows when nothing speaks against it and all evidence is in. `shown`: the evidence, in words. */
export function nextStep(rollout: Rollout, evidence: RolloutEvidence, shown: string): NextStep {
  switch (rollout.strategy) {
    case 'canary':
    case 'blue-green': {
      if (isWarmingUp(rollout)) return switchAtOnce(evidence);
      const next = stepsOf(rollout)[rollout.stepIndex + 1];
      if (next === undefined || next >= 100)
        return { action: 'promote', decision: `${shown}. The candidate becomes champion.` };
      return { action: 'advance', decision: `${shown}. The next step gives it ${next} %.`, sharePercent: next };
    }
    case 'shadow':
      return {
        action: 'complete',
        decision: `${shown}. The shadow has shown what it can: start a canary, or promote version ${rollout.candidateVersion}.`,
      };
    case 'ab':
      return { action: 'complete', decision: `${shown}. Nobody is promoted by it: a person decides.` };
  }
}

function switchAtOnce({ processes: { live, ready } }: RolloutEvidence): NextStep {
  if (live === 0) return { action: 'hold', decision: 'No process of the data plane has reported; the switch waits.' };
  if (ready < live)
    return { action: 'hold', decision: `The candidate is loaded in ${ready} of ${live} processes; the switch waits.` };
  return {
    action: 'advance',
    decision: `The candidate is loaded and warm in all ${live} processes: it answers everything from now on.`,
    sharePercent: 100,
  };
}

/** Why an A/B test goes on: it is not decided, and its time is not over. null: it is over, and `outcomeOf` tells what it found. */
export function whyTheTestGoesOn(rollout: Rollout, metrics: readonly MetricVerdict[], now: Date): string | null {
  const { abDurationMs = 0 } = rollout.policy;
  const leftMs = rollout.startedAt.getTime() + abDurationMs - now.getTime();
  if (abDurationMs > 0) return leftMs > 0 ? `The test runs ${Math.ceil(leftMs / 60_000)} min more.` : null;
  const gates = metrics.filter(({ role }) => role === 'gate');
  const undecided = gates.filter(({ verdict }) => verdict !== 'better' && verdict !== 'worse');
  if (gates.length > 0 && undecided.length === 0) return null;
  if (gates.some(({ verdict }) => verdict === 'better') && rollout.arms.length === 1) return null;
  return `Not decided yet: ${undecided.map(({ metric, arm }) => (arm ? `${metric} of ${arm}` : metric)).join(', ') || 'no gate is judged'}.`;
}

/** The arms that were shown better by a gate, best first. */
export function winnersOf(metrics: readonly MetricVerdict[], { arms }: Rollout): string[] {
  const better = metrics.filter(({ role, verdict }) => role === 'gate' && verdict === 'better');
  const gain = ({ difference }: MetricVerdict) => Math.abs(difference.estimate ?? 0);
  return [...new Set(better.sort((a, b) => gain(b) - gain(a)).map(({ arm }) => arm ?? arms[0]?.name ?? 'candidate'))];
}
