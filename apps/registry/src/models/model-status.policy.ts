import type { StatusWord } from '@plumbline/contracts';
import type { ModelFigures } from './model-figures.query';

type Known = 'predictions' | 'verdict' | 'driftedFeatures' | 'testedFeatures' | 'openAlerts' | 'rollout' | 'isTraining';

export interface ModelState extends Pick<ModelFigures, Known> {
  readonly championVersion: number | null;
  /** Of the champion: without it nothing can be compared. */
  readonly hasReference: boolean;
}

export interface ModelStatus {
  readonly status: StatusWord;
  readonly statusReason: string;
}

const is = (status: StatusWord, statusReason: string): ModelStatus => ({ status, statusReason });

function repairStatus({ rollout, isTraining }: ModelState): ModelStatus | null {
  if (rollout?.state === 'paused') return is('paused', `rollout of version ${rollout.candidateVersion} is paused`);
  if (rollout) return is('acting', `version ${rollout.candidateVersion} is on trial with ${rollout.sharePercent} %`);
  return isTraining ? is('acting', 'a new version is being trained') : null;
}

/** One word for the list, the most urgent first, with the fact behind it. */
export function modelStatus(state: ModelState): ModelStatus {
  const { championVersion, predictions, openAlerts, verdict, hasReference } = state;
  if (championVersion === null) return is('no_data', 'no version serves yet: promote one');
  const repair = repairStatus(state);
  if (repair) return repair;
  const critical = openAlerts.find(({ severity }) => severity === 'critical');
  if (critical) return is('failing', critical.title);
  if (verdict === 'drift') return is('watch', `${state.driftedFeatures} of ${state.testedFeatures} features drift`);
  const warning = openAlerts.find(({ severity }) => severity === 'warning');
  if (warning) return is('watch', warning.title);
  if (predictions === 0) return is('no_data', 'nobody has asked it yet');
  if (!hasReference) return is('not_monitored', 'the version has no reference data: push it with --reference');
  if (verdict === 'no_drift') return is('healthy', `no drift in ${state.testedFeatures} tested features`);
  return is('not_enough_data', 'too few rows to judge drift');
}
