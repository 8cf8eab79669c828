import type { Topic } from '@plumbline/contracts';
import type { EventBus } from '@plumbline/platform';
import type { Queryable } from '../queryable';
import type { DeadLetterFilter } from './dead-letters.query';

export interface Replay {
  readonly actor: string;
  readonly reason: string;
}

/** A letter that is being sent again. */
export interface ReplayedLetter {
  readonly id: string;
  readonly topic: Topic;
  readonly model: string | null;
}

interface Row extends Omit<ReplayedLetter, 'id'> {
  readonly id: string | bigint;
  readonly record_key: string;
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/** Each letter once: the row is marked in the caller's transaction, and a second replay finds nothing to mark. */
const mark = (which: string): string => `
  WITH chosen AS MATERIALIZED (${which})
  UPDATE dead_letter d SET replayed_at = clock_timestamp(), replayed_by = $1, replay_reason = $2
    FROM chosen WHERE d.id = chosen.id AND d.replayed_at IS NULL
  RETURNING d.id, d.topic, d.model, d.record_key, d.headers, d.payload`;

const MARK_ONE = mark('SELECT $3::bigint AS id');
const MARK_SOME = mark(`
  SELECT id FROM dead_letter
   WHERE replayed_at IS NULL AND ($3::text IS NULL OR model = $3) AND ($4::text IS NULL OR topic = $4)
   ORDER BY id LIMIT $5 FOR UPDATE`);

const COUNT_WAITING = `
  SELECT count(*)::int AS n FROM dead_letter
   WHERE replayed_at IS NULL AND ($1::text IS NULL OR model = $1) AND ($2::text IS NULL OR topic = $2)`;

/**
 * Sends the marked records again as they were, before the caller commits: a crash in between sends them once more, which
 * the consumers bear, and never loses one.
 */
async function publish(bus: Pick<EventBus, 'publish'>, rows: readonly Row[]): Promise<ReplayedLetter[]> {
  const inOrder = [...rows].sort((a, b) => Number(a.id) - Number(b.id));
  for (const topic of new Set(inOrder.map((row) => row.topic))) {
    const records = inOrder
      .filter((row) => row.topic === topic)
      .map(({ id, record_key: key, headers, payload: value }) => ({
        key,
        value,
        headers: { ...headers, plumbline_replay_of: String(id) },
      }));
    await bus.publish(topic, records);
  }
  return inOrder.map(({ id, topic, model }) => ({ id: String(id), topic, model }));
}

export const deadLetterReplay = {
  /** @returns null when there is no such letter, or it was sent again already */
  async one(
    db: Queryable,
    bus: Pick<EventBus, 'publish'>,
    id: string,
    { actor, reason }: Replay,
  ): Promise<ReplayedLetter | null> {
    const { rows } = await db.query<Row>(MARK_ONE, [actor, reason, id]);
    return (await publish(bus, rows))[0] ?? null;
  },

  /** Those that fit and were not sent again yet, oldest first. */
  async some(
    db: Queryable,
    bus: Pick<EventBus, 'publish'>,
    { model, topic, limit }: Pick<DeadLetterFilter, 'model' | 'topic'> & { readonly limit: number },
    { actor, reason }: Replay,
  ): Promise<ReplayedLetter[]> {
    const { rows } = await db.query<Row>(MARK_SOME, [actor, reason, model ?? null, topic ?? null, limit]);
    return publish(bus, rows);
  },

  async waiting(db: Queryable, { model, topic }: Pick<DeadLetterFilter, 'model' | 'topic'>): Promise<number> {
    const { rows } = await db.query<{ n: number }>(COUNT_WAITING, [model ?? null, topic ?? null]);
    return rows[0]?.n ?? 0;
  },
};
