import { inTransaction, type RecordBatch, sqlState } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { Queryable, Transaction } from '../queryable';

export type BatchPosition = Pick<RecordBatch, 'source' | 'topic' | 'partition'>;

/** A record, or what was read from it. */
interface Positioned {
  readonly offset: bigint;
}

/** Does everything for these records in the transaction given. */
type HandleRecords<R, T> = (db: Transaction, records: readonly R[]) => Promise<T>;

export interface BatchHandlers<R, T> {
  readonly handle: HandleRecords<R, T>;
  /** For the one record whose data PostgreSQL refuses: puts it aside, so that it does not stop the partition. */
  readonly putAside: (db: Transaction, record: R, sqlstate: string) => Promise<T>;
}

/** Locks the row, so that a second consumer of the partition (after a rebalance) waits and then skips what is done. */
const LOCK_OFFSET = `
  INSERT INTO consumer_offset (consumer_group, source, topic, partition, next_offset) VALUES ($1, $2, $3, $4, 0)
  ON CONFLICT (consumer_group, source, topic, partition) DO UPDATE SET next_offset = consumer_offset.next_offset
  RETURNING next_offset`;

const SET_OFFSET = `
  UPDATE consumer_offset SET next_offset = $5
   WHERE consumer_group = $1 AND source = $2 AND topic = $3 AND partition = $4`;

/** Taken in one order by both consumers: no deadlock, and no outcome slips between a prediction and its orphan check. */
export async function lockModels(db: Queryable, models: Iterable<string>): Promise<void> {
  const sorted = [...new Set(models)].sort();
  if (sorted.length === 0) return;
  await db.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('plumbline.monitor:' || name, 0))
       FROM unnest($1::text[]) WITH ORDINALITY AS m (name, i) ORDER BY i`,
    [sorted],
  );
}

/** SQLSTATE classes 22 (data), 23 (integrity) and 54 (too large, as for an index): running it again cannot help. */
const isDataError = (error: unknown): boolean => /^(?:22|23|54)/.test(sqlState(error));

export class BatchRunner {
  constructor(
    private readonly pool: Pool,
    private readonly group: string,
  ) {}

  /**
   * One transaction: the records that are new to this group, what they change, and the next offset. A batch with a
   * record that PostgreSQL refuses is halved until that record stands alone.
   */
  async run<R extends Positioned, T>(
    position: BatchPosition,
    records: readonly R[],
    handlers: BatchHandlers<R, T>,
  ): Promise<T[]> {
    if (records.length === 0) return [];
    try {
      return [await this.commit(position, records, handlers.handle)];
    } catch (error) {
      if (!isDataError(error)) throw error;
      if (records.length === 1) {
        return [
          await this.commit(position, records, (db, [record]) => handlers.putAside(db, record!, sqlState(error))),
        ];
      }
      const middle = records.length >>> 1;
      const first = await this.run(position, records.slice(0, middle), handlers);
      return [...first, ...(await this.run(position, records.slice(middle), handlers))];
    }
  }

  private commit<R extends Positioned, T>(
    { source, topic, partition }: BatchPosition,
    records: readonly R[],
    handle: HandleRecords<R, T>,
  ): Promise<T> {
    const key = [this.group, source, topic, partition];
    return inTransaction(this.pool, async (client) => {
      const locked = await client.query<{ next_offset: string }>(LOCK_OFFSET, key);
      const next = BigInt(locked.rows[0]?.next_offset ?? 0);
      const fresh = records.filter(({ offset }) => offset >= next);
      const result = await handle(client, fresh);
      const last = fresh.at(-1);
      if (last !== undefined) await client.query(SET_OFFSET, [...key, (last.offset + 1n).toString()]);
      return result;
    });
  }
}
