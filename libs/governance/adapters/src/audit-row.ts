import { buildEnvelope, leafOf, type AuditEnvelope } from '@plumbline/governance-core';
import type { AuditEntry } from '@plumbline/registry-core';
import { uuidv7 } from 'uuidv7';

export interface AuditRow {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly envelope: AuditEnvelope;
  readonly leaf: Uint8Array<ArrayBuffer>;
}

export function auditRow(entry: AuditEntry, now: Date): AuditRow {
  const eventId = uuidv7();
  const envelope = buildEnvelope(entry, eventId, now);
  return { eventId, occurredAt: now, envelope, leaf: new Uint8Array(leafOf(envelope)) };
}
