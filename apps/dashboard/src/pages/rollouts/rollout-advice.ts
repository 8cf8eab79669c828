import type { RolloutView } from '@plumbline/contracts';

export type RolloutCommand = 'pause' | 'resume' | 'promote' | 'abort';

const OPEN_STATES: readonly RolloutView['state'][] = ['running', 'paused', 'promoting'];
export const isOpen = ({ state }: Pick<RolloutView, 'state'>): boolean => OPEN_STATES.includes(state);

type Judged = Pick<
  RolloutView,
  'state' | 'metrics' | 'steps' | 'stepIndex' | 'stepPredictions' | 'minimumStepPredictions'
>;

const isLastStep = ({ steps, stepIndex }: Judged): boolean => (steps[stepIndex + 1] ?? 100) >= 100;

/** The command that the evidence speaks for, which the main button offers; null while the controller goes on by itself. */
export function advisedCommand(rollout: Judged): RolloutCommand | null {
  const { state, metrics, stepPredictions, minimumStepPredictions } = rollout;
  if (state !== 'running' && state !== 'paused') return null;
  const judged = metrics.filter(({ role }) => role === 'guardrail' || role === 'gate');
  if (judged.some(({ verdict }) => verdict === 'worse')) return 'abort';
  const shown = judged.length > 0 && judged.every(({ verdict }) => verdict === 'better' || verdict === 'not_worse');
  if (shown && isLastStep(rollout) && stepPredictions >= minimumStepPredictions) return 'promote';
  return state === 'paused' ? 'resume' : null;
}

/** Why a command is impossible in this state; null when it is possible. */
export function refusedByState(command: RolloutCommand, state: RolloutView['state']): string | null {
  const from: Readonly<Record<RolloutCommand, readonly RolloutView['state'][]>> = {
    pause: ['running'],
    resume: ['paused'],
    promote: ['running', 'paused'],
    abort: ['running', 'paused'],
  };
  if (from[command].includes(state)) return null;
  return `Not possible: the rollout is ${state.replace('_', ' ')}.`;
}

/** One sentence: where the rollout stands and what comes next. */
export function standing({ state, strategy, steps, stepIndex, setSharePercent }: RolloutView): string {
  const next = steps[stepIndex + 1];
  const step = `step ${Math.min(stepIndex + 1, steps.length)} of ${steps.length}`;
  switch (state) {
    case 'running':
    case 'paused':
      if (strategy === 'shadow') return 'scores beside the champion, answers nothing';
      if (strategy === 'ab') return 'A/B test; the champion keeps its place until a person promotes an arm';
      if (strategy === 'blue-green' && stepIndex === 0)
        return 'being loaded everywhere; then answers everything at once';
      if (next === undefined || next >= 100) return `${setSharePercent} %, ${step}; next: champion`;
      return `${setSharePercent} %, ${step}; next ${next} %`;
    case 'promoting':
      return 'becoming champion';
    case 'promoted':
      return 'became champion';
    case 'rolled_back':
    case 'aborted':
      return 'the champion answers everything';
    case 'completed':
      return 'it has told what it could; the champion answers everything';
    case 'superseded':
      return 'replaced by a newer candidate';
  }
}
