import { join } from 'node:path';
import { AuditForkedError, leafOf } from '@plumbline/governance-core';
import {
  formatCheckpoint,
  openNote,
  parseCheckpoint,
  sameHash,
  signNote,
  subtreeRoot,
  TreeFrontier,
} from '@plumbline/merkle';
import { inTransaction } from '@plumbline/platform';
import type { Pool, PoolClient } from 'pg';
import { AUDIT_ORIGIN, type AuditKey } from './audit-key';
import { keepCheckpoint, latestCheckpoint } from './checkpoint-files';

/** One sequencer at a time, whichever process it runs in. */
const SEQUENCER_LOCK = 6962_2026;
const BATCH = 5_000;

/**
 * Entries whose transaction is older than every open one: nothing can appear before them any more, so that their order
 * by id is final. A plain `id > last` loses entries that commit late.
 */
const SETTLED = `
  SELECT e.event_id, e.envelope FROM audit_event e LEFT JOIN audit_leaf l ON l.event_id = e.event_id
  WHERE l.event_id IS NULL AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY e.id LIMIT ${BATCH}`;

export interface SequencerOptions {
  readonly key: AuditKey;
  /** Each checkpoint is also written to `<dataDir>/checkpoints`. */
  readonly dataDir: string;
}

export interface SequencedResult {
  readonly added: number;
  readonly size: number;
}

export const checkpointFolder = (dataDir: string): string => join(dataDir, 'checkpoints');

/** Gives settled entries their place in the tree and signs a checkpoint when the tree grew. */
export class AuditSequencer {
  /** Kept between runs so that a run reads new entries only; checked against the table each time. */
  private frontier = new TreeFrontier();

  constructor(
    private readonly pool: Pool,
    private readonly options: SequencerOptions,
  ) {}

  async sequence(): Promise<SequencedResult> {
    try {
      const { added, size, note } = await inTransaction(this.pool, (client) => this.run(client));
      if (note !== null) await keepCheckpoint(checkpointFolder(this.options.dataDir), size, note);
      return { added, size };
    } catch (error) {
      this.frontier = new TreeFrontier();
      throw error;
    }
  }

  private async run(client: PoolClient): Promise<SequencedResult & { note: string | null }> {
    await client.query('SELECT pg_advisory_xact_lock($1)', [SEQUENCER_LOCK]);
    const frontier = await this.frontierAt(client);
    const { rows } = await client.query<{ event_id: string; envelope: unknown }>(SETTLED);
    if (rows.length === 0) return { added: 0, size: frontier.size, note: null };
    const from = frontier.size;
    const leaves = rows.map(({ envelope }) => leafOf(envelope));
    leaves.forEach((leaf) => frontier.append(leaf));
    await client.query(
      `INSERT INTO audit_leaf (seq, event_id, leaf_hash)
       SELECT $1::bigint + place - 1, event_id, leaf_hash
       FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS new (event_id, leaf_hash, place)`,
      [from, rows.map(({ event_id }) => event_id), leaves.map((leaf) => Buffer.from(leaf))],
    );
    const note = await this.sign(client, frontier);
    return { added: rows.length, size: frontier.size, note };
  }

  private async sign(client: PoolClient, frontier: TreeFrontier): Promise<string> {
    const root = frontier.root();
    const text = formatCheckpoint({ origin: AUDIT_ORIGIN, size: frontier.size, root });
    const note = signNote(text, AUDIT_ORIGIN, this.options.key.privateKey);
    await client.query('INSERT INTO audit_checkpoint (size, root, note) VALUES ($1, $2, $3)', [
      frontier.size,
      Buffer.from(root),
      note,
    ]);
    return note;
  }

  private async frontierAt(client: PoolClient): Promise<TreeFrontier> {
    const counted = await client.query<{ size: string }>('SELECT coalesce(max(seq) + 1, 0) AS size FROM audit_leaf');
    if (Number(counted.rows[0]?.size) === this.frontier.size && this.frontier.size > 0) return this.frontier;
    const { rows } = await client.query<{ leaf_hash: Buffer }>('SELECT leaf_hash FROM audit_leaf ORDER BY seq');
    const leaves = rows.map(({ leaf_hash }) => new Uint8Array(leaf_hash));
    await this.refuseFork(leaves);
    this.frontier = TreeFrontier.of(leaves);
    return this.frontier;
  }

  /** A log never signs a checkpoint that contradicts an earlier one. */
  private async refuseFork(leaves: readonly Uint8Array[]): Promise<void> {
    const note = await latestCheckpoint(checkpointFolder(this.options.dataDir));
    if (note === null) return;
    const { size, root } = parseCheckpoint(
      openNote(note, { name: AUDIT_ORIGIN, publicKey: this.options.key.publicKey }),
    );
    if (size > leaves.length || !sameHash(subtreeRoot(leaves, 0, size), root)) throw new AuditForkedError(size);
  }
}
