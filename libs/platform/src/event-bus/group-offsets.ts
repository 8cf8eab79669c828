import type { Topic } from '@plumbline/contracts';
import type { Queryable } from './queryable';

/** Next offset of a group in a partition; a new group begins at the start. */
export async function readGroupOffset(client: Queryable, group: string, topic: Topic, partition: number) {
  const { rows } = await client.query<{ next_offset: string }>(
    'SELECT next_offset FROM bus_group_offset WHERE consumer_group = $1 AND topic = $2 AND partition = $3',
    [group, topic, partition],
  );
  return BigInt(rows[0]?.next_offset ?? 0);
}

/** Never moves back, whoever is late. */
export async function commitGroupOffset(
  client: Queryable,
  { group, topic, partition, next }: { group: string; topic: Topic; partition: number; next: bigint },
): Promise<void> {
  await client.query(
    `INSERT INTO bus_group_offset (consumer_group, topic, partition, next_offset) VALUES ($1, $2, $3, $4)
     ON CONFLICT (consumer_group, topic, partition)
     DO UPDATE SET next_offset = GREATEST(bus_group_offset.next_offset, excluded.next_offset)`,
    [group, topic, partition, next.toString()],
  );
}

export async function readGroupLag(client: Queryable, group: string, topic: Topic): Promise<number> {
  const { rows } = await client.query<{ lag: string }>(
    `SELECT COALESCE(sum(p.next_offset - GREATEST(COALESCE(g.next_offset, 0), COALESCE(
       (SELECT min(record_offset) FROM bus_record r WHERE r.topic = p.topic AND r.partition = p.partition),
       p.next_offset))), 0) AS lag FROM bus_partition p
     LEFT JOIN bus_group_offset g ON g.consumer_group = $1 AND g.topic = p.topic AND g.partition = p.partition
     WHERE p.topic = $2`,
    [group, topic],
  );
  return Number(rows[0]?.lag ?? 0);
}
