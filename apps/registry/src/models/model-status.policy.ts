import type { StatusWord } from '@plumbline/contracts';
import type { ModelFigures } from './model-figures.query';

export interface ModelState extends Pick<ModelFigures, 'predictions' | 'drift' | 'rollout' | 'openAlerts'> {
  readonly championVersion: number | null;
  readonly hasReference: boolean;
  readonly trainingRunId: string | null;
}

export interface ModelStatus {
  readonly status: StatusWord;
  readonly statusReason: string;
}

const is = (status: StatusWord, statusReason: string): ModelStatus => ({ status, statusReason });

function repairStatus({ rollout, trainingRunId }: ModelState): ModelStatus | null {
  if (rollout?.state === 'paused') return is('paused', `rollout of version ${rollout.candidateVersion} is paused`);
  if (rollout) return is('acting', `version ${rollout.candidateVersion} is on trial with ${rollout.sharePercent} %`);
  return trainingRunId === null ? null : is('acting', 'a new version is being trained');
}

/** One word for the list, the most urgent first, with the fact behind it. */
export function modelStatus(state: ModelState): ModelStatus {
  const { championVersion, predictions, openAlerts, drift, hasReference } = state;
  if (championVersion === null) return is('no_data', 'no version serves yet: promote one');
  const repair = repairStatus(state);
  if (repair) return repair;
  if (openAlerts.critical > 0) return is('failing', `${openAlerts.critical} critical alert(s) are open`);
  if (drift?.verdict === 'drift') return is('watch', `${drift.share.drifted} of ${drift.share.tested} features drift`);
  if (openAlerts.warning > 0) return is('watch', `${openAlerts.warning} warning(s) are open`);
  if (predictions === 0) return is('no_data', 'nobody has asked it yet');
  if (!hasReference) return is('not_monitored', 'the version has no reference data: push it with --reference');
  if (drift === null || drift.verdict === 'not_enough_evidence')
    return is('not_enough_data', 'too few rows to judge drift');
  return is('healthy', `none of ${drift.share.tested} features drifts beyond its limit`);
}
