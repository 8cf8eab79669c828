import type { ClientBase, Pool } from 'pg';
import type { Topic } from '@plumbline/contracts';
import { inTransaction } from '../database/in-transaction';
import type { IncomingRecord, OutgoingRecord } from './event-bus.port';
import { PARTITIONS, partitionOfKey } from './key-partition';
import type { Queryable } from './queryable';
import { chunkRecords } from './record-size';

export const BUS_CHANNEL = 'plumbline_bus';
const INSERT_ROWS = 5_000;

/** No JSON holds it unescaped. */
const SEPARATOR = '\u001e';

/** One parameter a column: as arrays every element, and every quote in it, would be escaped here, on the publisher's time. */
const INSERT_JOINED = `INSERT INTO bus_record (topic, partition, record_offset, key, headers, value)
  SELECT $1, r.partition, r.record_offset, r.key, '{}', r.value
  FROM ROWS FROM (unnest(string_to_array($2, ',')::int[]), unnest(string_to_array($3, ',')::bigint[]),
                  string_to_table($4, chr(30)), string_to_table($5, chr(30)))
    AS r(partition, record_offset, key, value)`;

const INSERT = `INSERT INTO bus_record (topic, partition, record_offset, key, headers, value)
  SELECT $1, r.partition, r.record_offset, r.key, r.headers::jsonb, r.value
  FROM unnest($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[]) AS r(partition, record_offset, key, headers, value)`;

export async function createPartitions(pool: Pool, topic: Topic): Promise<void> {
  await pool.query(
    `INSERT INTO bus_partition (topic, partition) SELECT $1, generate_series(0, $2::int - 1) ON CONFLICT DO NOTHING`,
    [topic, PARTITIONS],
  );
}

/**
 * One transaction. The lock on a partition's counter row is held until the commit, so that offsets have no gaps and become
 * visible in order: a reader that saw offset n never finds a smaller one later.
 */
export async function appendRecords(pool: Pool, topic: Topic, records: readonly OutgoingRecord[]): Promise<void> {
  const chunks = chunkRecords(records, INSERT_ROWS);
  const counts = new Map<number, number>();
  for (const { key } of records) {
    const partition = partitionOfKey(key);
    counts.set(partition, (counts.get(partition) ?? 0) + 1);
  }
  const partitions = [...counts.keys()].sort((a, b) => a - b);
  await inTransaction(pool, async (client) => {
    const next = await takeOffsets(client, topic, partitions, counts);
    for (const chunk of chunks) await insert(client, topic, chunk, next);
    await client.query('SELECT pg_notify($1, $2)', [BUS_CHANNEL, topic]);
  });
}

async function takeOffsets(client: ClientBase, topic: Topic, partitions: number[], counts: Map<number, number>) {
  // Always in ascending order, so that two publishers never wait for each other in a ring.
  await client.query(
    'SELECT 1 FROM bus_partition WHERE topic = $1 AND partition = ANY($2) ORDER BY partition FOR UPDATE',
    [topic, partitions],
  );
  const { rows } = await client.query<{ partition: number; first: string }>(
    `UPDATE bus_partition p SET next_offset = p.next_offset + c.n
     FROM unnest($2::int[], $3::bigint[]) AS c(partition, n) WHERE p.topic = $1 AND p.partition = c.partition
     RETURNING p.partition, p.next_offset - c.n AS first`,
    [topic, partitions, partitions.map((partition) => counts.get(partition))],
  );
  return new Map(rows.map(({ partition, first }) => [partition, BigInt(first)]));
}

/** Nothing in it stands against being joined; an empty text alone would be no row at all. */
const isPlain = ({ key, value, headers }: OutgoingRecord): boolean =>
  headers === undefined && key !== '' && value !== '' && !key.includes(SEPARATOR) && !value.includes(SEPARATOR);

async function insert(client: ClientBase, topic: Topic, records: OutgoingRecord[], next: Map<number, bigint>) {
  const partitions = records.map(({ key }) => partitionOfKey(key));
  const offsets = partitions.map((partition) => {
    const offset = next.get(partition) as bigint;
    next.set(partition, offset + 1n);
    return offset.toString();
  });
  if (records.every(isPlain)) {
    const joined = (of: (record: OutgoingRecord) => string): string => records.map(of).join(SEPARATOR);
    await client.query(INSERT_JOINED, [
      topic,
      partitions.join(','),
      offsets.join(','),
      joined(({ key }) => key),
      joined(({ value }) => value),
    ]);
    return;
  }
  await client.query(INSERT, [
    topic,
    partitions,
    offsets,
    records.map(({ key }) => key),
    records.map(({ headers }) => JSON.stringify(headers ?? {})),
    records.map(({ value }) => value),
  ]);
}

interface StoredRecord {
  readonly record_offset: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly value: string;
  readonly at_ms: string;
}

/** A read is held in memory whole, so that this bounds the memory of a member that catches up. */
const READ_BYTES = 4 * 2 ** 20;

/** The first record always, however long it is. */
const READ = `
  SELECT record_offset, key, headers, value, at_ms
    FROM (SELECT record_offset, key, headers, value, (extract(epoch FROM at) * 1000)::bigint AS at_ms,
                 sum(octet_length(value)) OVER (ORDER BY record_offset) - octet_length(value) AS bytes_before
            FROM (SELECT * FROM bus_record WHERE topic = $1 AND partition = $2 AND record_offset >= $3
                   ORDER BY record_offset LIMIT $4) AS next) AS measured
   WHERE bytes_before < $5 ORDER BY record_offset`;

export async function readRecords(
  client: Queryable,
  from: { readonly topic: Topic; readonly partition: number; readonly offset: bigint },
  limit: number,
): Promise<IncomingRecord[]> {
  const { rows } = await client.query<StoredRecord>(READ, [
    from.topic,
    from.partition,
    from.offset.toString(),
    limit,
    READ_BYTES,
  ]);
  return rows.map((row) => ({
    offset: BigInt(row.record_offset),
    key: row.key ?? '',
    value: row.value,
    headers: row.headers,
    timestampMs: Number(row.at_ms),
  }));
}

const PRUNE_ROWS = 10_000;

/**
 * Forgets records older than `ageMs` that every group of the topic has handled; looks at the oldest few of each partition
 * only, so that it stays cheap however long the log is.
 * @returns how many were forgotten
 */
export async function pruneRecords(pool: Pool, ageMs: number): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM bus_record r USING bus_partition p,
       LATERAL (SELECT record_offset FROM bus_record WHERE topic = p.topic AND partition = p.partition
                ORDER BY record_offset LIMIT $2) AS oldest
     WHERE r.topic = p.topic AND r.partition = p.partition AND r.record_offset = oldest.record_offset
       AND r.at < now() - $1::double precision * interval '1 millisecond'
       AND r.record_offset < (SELECT COALESCE(min(COALESCE(g.next_offset, 0)), p.next_offset)
         FROM (SELECT DISTINCT consumer_group FROM bus_group_offset WHERE topic = p.topic) AS known
         LEFT JOIN bus_group_offset g ON g.consumer_group = known.consumer_group AND g.topic = p.topic
           AND g.partition = p.partition)`,
    [ageMs, PRUNE_ROWS],
  );
  return rowCount ?? 0;
}
