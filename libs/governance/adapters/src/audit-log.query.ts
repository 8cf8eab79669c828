import {
  CheckpointMissingError,
  ProofUnavailableError,
  type AuditExport,
  type SequencedEntry,
} from '@plumbline/governance-core';
import type { AuditEntryView, Page } from '@plumbline/contracts';
import { consistencyProof, inclusionProof } from '@plumbline/merkle';
import type { Pool } from 'pg';

interface EventRow {
  id: string;
  seq: string | null;
  event_id: string;
  occurred_at: Date;
  actor: string;
  action: string;
  resource_type: string;
  resource_id: string;
  envelope: Record<string, unknown>;
  leaf: Buffer;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const toView = (row: EventRow): AuditEntryView => ({
  seq: row.seq === null ? null : Number(row.seq),
  eventId: row.event_id,
  occurredAt: row.occurred_at.toISOString(),
  actor: row.actor,
  action: row.action,
  resourceType: row.resource_type,
  resourceId: row.resource_id,
  envelope: row.envelope,
  leafHash: row.leaf.toString('hex'),
});

export interface AuditFilter {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface CheckpointView {
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly createdAt: string;
}

/** Reads of the log: pages, checkpoints, proofs, and the export that is verified outside. */
export class AuditLogQuery {
  constructor(
    private readonly pool: Pool,
    private readonly verifierKey: string,
  ) {}

  /** Newest first. */
  async page({ resourceType, resourceId, cursor, limit }: AuditFilter): Promise<Page<AuditEntryView>> {
    const { rows } = await this.pool.query<EventRow>(
      `SELECT e.*, l.seq FROM audit_event e LEFT JOIN audit_leaf l ON l.event_id = e.event_id
       WHERE ($1::text IS NULL OR e.resource_type = $1)
         AND ($2::text IS NULL OR e.resource_id = $2 OR e.resource_id LIKE $2 || '/%' OR e.envelope->'detail'->>'model' = $2)
         AND ($3::bigint IS NULL OR e.id < $3)
       ORDER BY e.id DESC LIMIT $4`,
      [resourceType ?? null, resourceId ?? null, cursor ?? null, limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items: items.map(toView), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async checkpoint(): Promise<CheckpointView> {
    const { rows } = await this.pool.query<{ size: string; root: Buffer; note: string; created_at: Date }>(
      'SELECT * FROM audit_checkpoint ORDER BY size DESC LIMIT 1',
    );
    const [row] = rows;
    if (!row) throw new CheckpointMissingError();
    const { note } = row;
    return { size: Number(row.size), root: base64(row.root), note, createdAt: row.created_at.toISOString() };
  }

  /** Proof that entry `seq` is in the tree of `size` entries (default: the latest checkpoint's). */
  async inclusion(seq: number, size?: number): Promise<{ seq: number; size: number; leaf: string; proof: string[] }> {
    const leaves = await this.leaves(size ?? (await this.checkpoint()).size);
    const leaf = leaves[seq];
    if (!leaf) throw new ProofUnavailableError(`There is no entry ${seq} in the first ${leaves.length}.`);
    return { seq, size: leaves.length, leaf: base64(leaf), proof: inclusionProof(leaves, seq).map(base64) };
  }

  /** Proof that the first `from` entries are still the first of `to`. */
  async consistency(from: number, to?: number): Promise<{ from: number; to: number; proof: string[] }> {
    const leaves = await this.leaves(to ?? (await this.checkpoint()).size);
    if (from > leaves.length) throw new ProofUnavailableError(`The log never had ${from} of ${leaves.length} entries.`);
    return { from, to: leaves.length, proof: consistencyProof(leaves, from).map(base64) };
  }

  async export(): Promise<AuditExport> {
    const entries = await this.pool.query<{ seq: string; event_id: string; envelope: unknown; leaf_hash: Buffer }>(
      `SELECT l.seq, l.event_id, e.envelope, l.leaf_hash FROM audit_leaf l JOIN audit_event e ON e.event_id = l.event_id
       ORDER BY l.seq`,
    );
    const checkpoints = await this.pool.query<{ note: string }>('SELECT note FROM audit_checkpoint ORDER BY size');
    return {
      kind: 'plumbline.audit-export.v1',
      verifierKey: this.verifierKey,
      entries: entries.rows.map((row): SequencedEntry => ({
        seq: Number(row.seq),
        eventId: row.event_id,
        envelope: row.envelope,
        leafHash: row.leaf_hash.toString('hex'),
      })),
      checkpoints: checkpoints.rows.map(({ note }) => note),
    };
  }

  private async leaves(size: number): Promise<Uint8Array[]> {
    const { rows } = await this.pool.query<{ leaf_hash: Buffer }>(
      'SELECT leaf_hash FROM audit_leaf WHERE seq < $1 ORDER BY seq',
      [size],
    );
    if (rows.length < size) throw new ProofUnavailableError(`The log has ${rows.length} entries, not ${size}.`);
    return rows.map(({ leaf_hash }) => new Uint8Array(leaf_hash));
  }
}
