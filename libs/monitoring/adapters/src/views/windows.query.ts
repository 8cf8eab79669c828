import type { GroupCounts, PerformanceCounters } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import { rangeValues, type ViewRange } from './time-range';

/** A stored window without its feature counts, which no view but drift needs. */
export interface SlimWindow extends PerformanceCounters {
  readonly version: number;
  readonly from: Date;
  readonly to: Date;
  readonly groups: GroupCounts[][];
  /** Null in windows of before intersections were counted. */
  readonly intersections: GroupCounts[][] | null;
}

const MAXIMUM_WINDOWS = 2_000;

const WINDOWS = `
  SELECT version, starts_at AS from, ends_at AS to, predictions, labelled, counters->'labels' AS labels,
         json_build_object('sum', counters->'score'->'sum', 'min', counters->'score'->'min') AS score,
         counters->'hits' AS hits, counters->'groups' AS groups,
         counters->'intersections' AS intersections
    FROM monitor_window
   WHERE model = $1 AND ($2::timestamptz IS NULL OR ends_at > $2) AND ($3::timestamptz IS NULL OR starts_at < $3)
     AND ($4::int IS NULL OR version = $4)
   ORDER BY starts_at DESC, version DESC LIMIT ${MAXIMUM_WINDOWS}`;

/** Oldest first. */
export async function selectWindows(db: Queryable, model: string, range: ViewRange): Promise<SlimWindow[]> {
  const { rows } = await db.query<SlimWindow>(WINDOWS, [model, ...rangeValues(range)]);
  return rows.reverse();
}
