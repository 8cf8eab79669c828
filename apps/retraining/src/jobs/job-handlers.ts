import type { AuditSequencer } from '@plumbline/governance-adapters';
import type {
  Deliverer,
  LabelSettlement,
  SweepDeliveries,
  WatchModels,
  WindowRetention,
} from '@plumbline/monitoring-adapters';
import type { JobHandlers } from '@plumbline/platform';
import type { ExecuteRun, RequestRetrainingPorts } from '@plumbline/retraining-core';
import type { RolloutController } from '@plumbline/rollouts-core';
import { alertsWatch } from './alerts-watch.processor';
import { auditSequence } from './audit-sequence.processor';
import { labelsSettle } from './labels-settle.processor';
import { deliveriesSend } from './deliveries-send.processor';
import { deliveriesSweep } from './deliveries-sweep.processor';
import { retrainingConsider } from './retraining-consider.processor';
import { retrainingRun } from './retraining-run.processor';
import { rolloutsTick } from './rollouts-tick.processor';
import { windowsRetain } from './windows-retain.processor';

export interface JobParts {
  readonly retraining: RequestRetrainingPorts;
  readonly executeRun: ExecuteRun;
  readonly rollouts: RolloutController;
  readonly audit: AuditSequencer;
  readonly sweep: SweepDeliveries;
  readonly deliverer: Deliverer;
  readonly watch: WatchModels;
  readonly settlement: LabelSettlement;
  readonly retention: WindowRetention;
}

/** Every job of the catalog: a missing one does not compile. */
export function jobHandlers(parts: JobParts): Required<JobHandlers> {
  const { retraining, executeRun, rollouts, audit, sweep, deliverer, watch, settlement, retention } = parts;
  return {
    'retraining.consider': retrainingConsider(retraining),
    'retraining.run': retrainingRun(executeRun),
    'rollouts.tick': rolloutsTick(rollouts),
    'deliveries.sweep': deliveriesSweep(sweep),
    'deliveries.send': deliveriesSend(deliverer),
    'alerts.watch': alertsWatch(watch),
    'labels.settle': labelsSettle(settlement),
    'windows.retain': windowsRetain(retention),
    'audit.sequence': auditSequence(audit),
  };
}
