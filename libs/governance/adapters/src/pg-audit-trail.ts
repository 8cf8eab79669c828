import { systemClock, type Clock } from '@plumbline/platform';
import type { AuditEntry, AuditTrail } from '@plumbline/registry-core';
import type { PoolClient } from 'pg';
import { auditRow } from './audit-row';

/** The same for a transaction on a plain `pg` client. */
export class PgAuditTrail implements AuditTrail {
  constructor(
    private readonly client: PoolClient,
    private readonly clock: Clock = systemClock,
  ) {}

  async record(entry: AuditEntry): Promise<void> {
    const { eventId, occurredAt, envelope, leaf } = auditRow(entry, this.clock.now());
    await this.client.query(
      `INSERT INTO audit_event (event_id, occurred_at, actor, action, resource_type, resource_id, envelope, leaf)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        eventId,
        occurredAt,
        entry.actor,
        entry.action,
        entry.resourceType,
        entry.resourceId,
        JSON.stringify(envelope),
        Buffer.from(leaf),
      ],
    );
  }
}
