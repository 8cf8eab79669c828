import type { WindowVolumes } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { StoredWindow } from './evaluation.store';

const EARLIER_WINDOWS = 24;

/** Windows of this length only: older ones may have been rolled up into longer ones. */
const VOLUMES = `
  SELECT starts_at, sum(predictions)::int AS rows, bool_or(is_first) AS is_first
    FROM (SELECT starts_at, predictions,
                 starts_at = (SELECT min(starts_at) FROM monitor_window WHERE model = $1) AS is_first
            FROM monitor_window
           WHERE model = $1 AND starts_at >= $2 AND starts_at <= $3 AND ends_at - starts_at = $4 * interval '1 ms') AS w
   GROUP BY starts_at`;

/**
 * Rows of the window and of the 24 before it, all versions together. A window without a row was never stored: it counts
 * as empty. The very first window of a model began somewhere inside: it is left out.
 */
export async function selectVolumes(
  db: Queryable,
  model: string,
  { startsAtMs, endsAtMs, predictions }: Pick<StoredWindow, 'startsAtMs' | 'endsAtMs' | 'predictions'>,
): Promise<WindowVolumes> {
  const lengthMs = endsAtMs - startsAtMs;
  const from = new Date(startsAtMs - EARLIER_WINDOWS * lengthMs);
  const { rows } = await db.query<{ starts_at: Date; rows: number; is_first: boolean }>(VOLUMES, [
    ...[model, from, new Date(startsAtMs), lengthMs],
  ]);
  const found = new Map(rows.map((row) => [row.starts_at.getTime(), row]));
  const earlier: number[] = [];
  const first = Math.min(...rows.filter((row) => !row.is_first).map((row) => row.starts_at.getTime()));
  for (let at = startsAtMs - lengthMs; at >= first && at >= from.getTime(); at -= lengthMs) {
    earlier.push(found.get(at)?.rows ?? 0);
  }
  return { rows: found.get(startsAtMs)?.rows ?? predictions, earlier };
}
