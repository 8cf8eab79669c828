import type { PerformanceCounters } from '@plumbline/monitoring-core';
import type { Queryable } from '../../queryable';
import { rangeValues, type ViewRange } from '../time-range';

/** A stored window with what performance needs of it. */
export interface PerformanceWindow extends PerformanceCounters {
  readonly version: number;
  readonly from: Date;
  readonly to: Date;
}

const MAXIMUM_WINDOWS = 2_000;

const WINDOWS = `
  SELECT version, starts_at AS from, ends_at AS to, predictions, labelled, counters->'labels' AS labels,
         json_build_object('sum', counters->'score'->'sum', 'min', counters->'score'->'min') AS score,
         counters->'hits' AS hits, counters->'timedOut' AS "timedOut", counters->'scores' AS scores,
         counters->'confusion' AS confusion, counters->'calibration' AS calibration, counters->'errors' AS errors,
         counters->'delays' AS delays, counters->'segments' AS segments
    FROM monitor_window
   WHERE model = $1 AND ($2::timestamptz IS NULL OR ends_at > $2) AND ($3::timestamptz IS NULL OR starts_at < $3)
     AND ($4::int IS NULL OR version = $4)
   ORDER BY starts_at DESC, version DESC LIMIT ${MAXIMUM_WINDOWS}`;

/** The latest of the range, oldest first. */
export async function selectPerformanceWindows(
  db: Queryable,
  model: string,
  range: ViewRange,
): Promise<PerformanceWindow[]> {
  const { rows } = await db.query<PerformanceWindow>(WINDOWS, [model, ...rangeValues(range)]);
  return rows.reverse();
}
