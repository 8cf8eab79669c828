import type { AuditSequencer } from '@plumbline/governance-adapters';
import type { Deliverer, SweepDeliveries, WatchModels } from '@plumbline/monitoring-adapters';
import type { JobHandlers } from '@plumbline/platform';
import type { ExecuteRun, RequestRetrainingPorts } from '@plumbline/retraining-core';
import type { RolloutController } from '@plumbline/rollouts-core';
import { alertsWatch } from './alerts-watch.processor';
import { auditSequence } from './audit-sequence.processor';
import { deliveriesSend } from './deliveries-send.processor';
import { deliveriesSweep } from './deliveries-sweep.processor';
import { retrainingConsider } from './retraining-consider.processor';
import { retrainingRun } from './retraining-run.processor';
import { rolloutsTick } from './rollouts-tick.processor';

export interface JobParts {
  readonly retraining: RequestRetrainingPorts;
  readonly executeRun: ExecuteRun;
  readonly rollouts: RolloutController;
  readonly audit: AuditSequencer;
  readonly sweep: SweepDeliveries;
  readonly deliverer: Deliverer;
  readonly watch: WatchModels;
}

/** Every job of the catalog: a missing one does not compile. */
export function jobHandlers(parts: JobParts): Required<JobHandlers> {
  const { retraining, executeRun, rollouts, audit, sweep, deliverer, watch } = parts;
  return {
    'retraining.consider': retrainingConsider(retraining),
    'retraining.run': retrainingRun(executeRun),
    'rollouts.tick': rolloutsTick(rollouts),
    'deliveries.sweep': deliveriesSweep(sweep),
    'deliveries.send': deliveriesSend(deliverer),
    'alerts.watch': alertsWatch(watch),
    'audit.sequence': auditSequence(audit),
  };
}
