import type { TrainingRunView } from '@plumbline/contracts';

export const STAGES = ['queued', 'snapshot', 'train', 'evaluate', 'register', 'canary', 'done'] as const;

export const isUnfinished = ({ state }: Pick<TrainingRunView, 'state'>): boolean =>
  state === 'queued' || state === 'running';

export const stageText = ({ stage, progress }: Pick<TrainingRunView, 'stage' | 'progress'>): string =>
  `${stage}, ${Math.round(100 * progress)} %`;

export type StageState = 'done' | 'now' | 'stopped' | 'later';

/** Where a run stands in its row of stages; an ended run that did not get through stopped at its last stage. */
export function stageStates({ stage, state }: Pick<TrainingRunView, 'stage' | 'state'>): readonly StageState[] {
  const at = STAGES.findIndex((name) => name === stage);
  return STAGES.map((_, i) => {
    if (state === 'registered' || i < at) return 'done';
    if (i > at) return 'later';
    return isUnfinished({ state }) ? 'now' : 'stopped';
  });
}
