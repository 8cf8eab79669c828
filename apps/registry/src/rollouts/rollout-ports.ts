import type { FeedbackQuery } from '@plumbline/monitoring-adapters';
import type { EventBus, PrismaDatabase } from '@plumbline/platform';
import { PrismaRegistryUnitOfWork, type AuditTrailFactory } from '@plumbline/registry-adapters';
import { PromoteVersion } from '@plumbline/registry-core';
import {
  BusRolloutAnnouncer,
  MonitoredEvidence,
  PrismaRolloutUnitOfWork,
  RegistryChampionSwitch,
} from '@plumbline/rollouts-adapters';
import type { StartRolloutPorts } from '@plumbline/rollouts-core';
import type { Announcer } from '../wiring/announcer';

export interface RolloutParts {
  readonly prisma: PrismaDatabase;
  readonly auditIn: AuditTrailFactory;
  readonly feedback: FeedbackQuery;
  readonly bus: EventBus;
  readonly announcer: Announcer;
}

/** The rollouts' ports, bound to this process. Ending a rollout is the controller's work in the retraining service. */
export function rolloutPorts({ prisma, auditIn, feedback, bus, announcer }: RolloutParts): StartRolloutPorts {
  const registry = new PrismaRegistryUnitOfWork(prisma, auditIn);
  const onSwitched = (model: string, version: number): Promise<void> =>
    announcer.announce({
      kind: 'alias.changed',
      model,
      summary: `champion is version ${version}`,
      detail: { version },
    });
  return {
    unitOfWork: new PrismaRolloutUnitOfWork(prisma, auditIn),
    evidence: new MonitoredEvidence(feedback),
    champion: new RegistryChampionSwitch(registry, new PromoteVersion(registry), onSwitched),
    announcer: new BusRolloutAnnouncer(bus),
  };
}
