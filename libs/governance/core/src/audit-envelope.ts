import { hashLeaf } from '@plumbline/merkle';
import type { AuditEntry } from '@plumbline/registry-core';
import { canonicalJson } from './canonical-json';
import { AuditEntryInvalidError } from './governance.errors';

/** Version 1 is never edited, only followed by 2: its hash stands in signed checkpoints. */
const AUDIT_KIND = 'plumbline.audit.v1';

export interface AuditEnvelope {
  readonly kind: typeof AUDIT_KIND;
  readonly eventId: string;
  /** ISO 8601, milliseconds, UTC. */
  readonly occurredAt: string;
  readonly actor: string;
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** PostgreSQL's jsonb holds neither NUL nor half a surrogate pair. */
const UNSTORABLE = /\0|\\u0000|\\ud[89a-f]/i;

/** Detail as JSON would carry it: dates become text, undefined goes. */
const plain = (detail: AuditEntry['detail']): Record<string, unknown> => JSON.parse(JSON.stringify(detail ?? {}));

/** @throws AuditEntryInvalidError for text that the database could not give back as it was */
export function buildEnvelope(entry: AuditEntry, eventId: string, occurredAt: Date): AuditEnvelope {
  const envelope: AuditEnvelope = {
    kind: AUDIT_KIND,
    eventId,
    occurredAt: occurredAt.toISOString(),
    actor: entry.actor,
    action: entry.action,
    resource: { type: entry.resourceType, id: entry.resourceId },
    reason: entry.reason ?? '',
    detail: plain(entry.detail),
  };
  if (UNSTORABLE.test(JSON.stringify(envelope)))
    throw new AuditEntryInvalidError('it holds a NUL character or half a surrogate pair');
  return envelope;
}

/** SHA-256(0x00 and the canonical JSON): what the tree is made of. Takes whatever the database gives back. */
export function leafOf(envelope: unknown): Uint8Array {
  return hashLeaf(new TextEncoder().encode(canonicalJson(envelope)));
}
