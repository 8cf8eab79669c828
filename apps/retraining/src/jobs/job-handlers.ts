import type { AuditSequencer } from '@plumbline/governance-adapters';
import type { JobHandlers } from '@plumbline/platform';
import type { ExecuteRun, RequestRetrainingPorts } from '@plumbline/retraining-core';
import type { RolloutController } from '@plumbline/rollouts-core';
import { auditSequence } from './audit-sequence.processor';
import { retrainingConsider } from './retraining-consider.processor';
import { retrainingRun } from './retraining-run.processor';
import { rolloutsTick } from './rollouts-tick.processor';

export interface JobParts {
  readonly retraining: RequestRetrainingPorts;
  readonly executeRun: ExecuteRun;
  readonly rollouts: RolloutController;
  readonly audit: AuditSequencer;
}

/** Every job of the catalog: a missing one does not compile. */
export function jobHandlers({ retraining, executeRun, rollouts, audit }: JobParts): Required<JobHandlers> {
  return {
    'retraining.consider': retrainingConsider(retraining),
    'retraining.run': retrainingRun(executeRun),
    'rollouts.tick': rolloutsTick(rollouts),
    'audit.sequence': auditSequence(audit),
  };
}
