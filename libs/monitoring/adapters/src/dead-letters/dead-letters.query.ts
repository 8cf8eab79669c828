import type { DeadLetterView, Page } from '@plumbline/contracts';
import type { Queryable } from '../queryable';

/** So much of a payload is in a list: enough to know it again. */
const LISTED_CHARACTERS = 500;

const COLUMNS = `
  id, topic, partition, record_offset, model, reason, record_key, headers, octet_length(payload) AS payload_bytes,
  created_at, replayed_at, replayed_by, replay_reason`;

const SELECT_PAGE = `
  SELECT ${COLUMNS}, left(payload, ${LISTED_CHARACTERS}) AS payload FROM dead_letter
   WHERE ($1::text IS NULL OR model = $1) AND ($2::text IS NULL OR topic = $2)
     AND ($3::boolean IS NULL OR (replayed_at IS NOT NULL) = $3) AND ($4::bigint IS NULL OR id < $4)
   ORDER BY id DESC LIMIT $5`;

const SELECT_ONE = `SELECT ${COLUMNS}, payload FROM dead_letter WHERE id = $1::bigint`;

interface Row {
  readonly id: string | bigint;
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: string;
  readonly model: string | null;
  readonly reason: string;
  readonly record_key: string;
  readonly headers: Record<string, string>;
  readonly payload: string;
  readonly payload_bytes: number;
  readonly created_at: Date;
  readonly replayed_at: Date | null;
  readonly replayed_by: string | null;
  readonly replay_reason: string | null;
}

const toView = (row: Row): DeadLetterView => ({
  id: String(row.id),
  topic: row.topic,
  partition: row.partition,
  offset: row.record_offset,
  model: row.model,
  reason: row.reason,
  key: row.record_key,
  headers: row.headers,
  payload: row.payload,
  payloadBytes: row.payload_bytes,
  createdAt: row.created_at.toISOString(),
  replayedAt: row.replayed_at?.toISOString() ?? null,
  replayedBy: row.replayed_by,
  replayReason: row.replay_reason,
});

export interface DeadLetterFilter {
  readonly model?: string | undefined;
  readonly topic?: string | undefined;
  /** Only those that were sent again, or only those that were not. */
  readonly replayed?: boolean | undefined;
}

/** Newest first; a cursor is the number of the last letter of the page before. */
export async function selectDeadLetters(
  db: Queryable,
  { model, topic, replayed }: DeadLetterFilter,
  { cursor, limit }: { readonly cursor?: number | undefined; readonly limit: number },
): Promise<Page<DeadLetterView>> {
  const values = [model ?? null, topic ?? null, replayed ?? null, cursor ?? null, limit + 1];
  const { rows } = await db.query<Row>(SELECT_PAGE, values);
  const items = rows.slice(0, limit).map(toView);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function selectDeadLetter(db: Queryable, id: string): Promise<DeadLetterView | null> {
  const { rows } = await db.query<Row>(SELECT_ONE, [id]);
  return rows[0] ? toView(rows[0]) : null;
}
