import type { FeedbackQuery } from '@plumbline/monitoring-adapters';
import type { EventBus, PrismaDatabase } from '@plumbline/platform';
import { PrismaRegistryUnitOfWork, type AuditTrailFactory } from '@plumbline/registry-adapters';
import {
  BusRolloutAnnouncer,
  MonitoredEvidence,
  PrismaRolloutUnitOfWork,
  RegistryChampionSwitch,
  type ChampionNotices,
} from '@plumbline/rollouts-adapters';
import type { StartRolloutPorts } from '@plumbline/rollouts-core';
import type { Pool } from 'pg';
import { ApprovalNotice, approvalSummary } from '../approvals/approval-notice';
import type { Announcer } from '../wiring/announcer';

export interface RolloutParts {
  readonly prisma: PrismaDatabase;
  readonly auditIn: AuditTrailFactory;
  readonly feedback: FeedbackQuery;
  readonly pool: Pool;
  readonly bus: EventBus;
  readonly announcer: Announcer;
}

/** The rollouts' ports, bound to this process. Ending a rollout is the controller's work in the retraining service. */
export function rolloutPorts({ prisma, auditIn, feedback, pool, bus, announcer }: RolloutParts): StartRolloutPorts {
  const registry = new PrismaRegistryUnitOfWork(prisma, auditIn);
  const approvals = new ApprovalNotice(announcer);
  const notices: ChampionNotices = {
    switched: async (model, version) =>
      announcer.announce({
        kind: 'alias.changed',
        model,
        summary: `champion is version ${version}`,
        detail: { version },
      }),
    approval: (happened, request) => approvals.send(happened, request, approvalSummary(happened, request)),
  };
  return {
    unitOfWork: new PrismaRolloutUnitOfWork(prisma, auditIn),
    evidence: new MonitoredEvidence(feedback, pool),
    champion: new RegistryChampionSwitch(registry, notices),
    announcer: new BusRolloutAnnouncer(bus),
  };
}
