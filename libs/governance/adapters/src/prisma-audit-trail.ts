import { systemClock, type Clock, type Prisma } from '@plumbline/platform';
import type { AuditEntry, AuditTrail } from '@plumbline/registry-core';
import { auditRow } from './audit-row';

/** Writes into the transaction it is given: the entry commits with the change, or not at all. */
export class PrismaAuditTrail implements AuditTrail {
  constructor(
    private readonly tx: Prisma.TransactionClient,
    private readonly clock: Clock = systemClock,
  ) {}

  async record(entry: AuditEntry): Promise<void> {
    const { eventId, occurredAt, envelope, leaf } = auditRow(entry, this.clock.now());
    await this.tx.auditEvent.create({
      data: {
        eventId,
        occurredAt,
        actor: entry.actor,
        action: entry.action,
        resourceType: entry.resourceType,
        resourceId: entry.resourceId,
        envelope: envelope as unknown as Prisma.InputJsonValue,
        leaf,
      },
    });
  }
}
