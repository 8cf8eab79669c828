import type { QualityCheckView, QualityView } from '@plumbline/contracts';
import { freshnessCheck, type QualityReport } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import { rangeValues, type ViewRange } from './time-range';

const CHECKS = 300;

const IN_RANGE = `
   WHERE model = $1 AND ($2::timestamptz IS NULL OR to_at > $2) AND ($3::timestamptz IS NULL OR to_at <= $3)
     AND ($4::int IS NULL OR version = $4)`;

const LATEST = `SELECT report FROM quality_result ${IN_RANGE} ORDER BY id DESC LIMIT 1`;

const HISTORY = `
  SELECT version, from_at, to_at, verdict, (report->>'rows')::int AS rows,
         (SELECT coalesce(json_agg(json_build_object('check', c->'check', 'feature', c->'feature')), '[]'::json)
            FROM jsonb_array_elements(report->'checks') AS c WHERE c->>'verdict' = 'violated') AS violated
    FROM quality_result ${IN_RANGE} ORDER BY id DESC LIMIT ${CHECKS}`;

interface HistoryRow {
  readonly version: number;
  readonly from_at: Date;
  readonly to_at: Date;
  readonly verdict: string;
  readonly rows: number;
  readonly violated: QualityView['history'][number]['violated'];
}

const NEWEST = `
  SELECT clock_timestamp() AS now, (SELECT recorded_at FROM prediction WHERE model = $1 ORDER BY seq DESC LIMIT 1) AS at`;

async function freshness(db: Queryable, model: string, maximumSilenceMs: number): Promise<QualityCheckView> {
  const { rows } = await db.query<{ now: Date; at: Date | null }>(NEWEST, [model]);
  const check = freshnessCheck(rows[0]?.at ?? null, rows[0]?.now ?? new Date(), maximumSilenceMs);
  return { ...check, examples: [...check.examples] };
}

/** The latest check, up to 300 before it, oldest first, and how long nothing has come. */
export async function selectQualityView(
  db: Queryable,
  model: string,
  range: ViewRange,
  maximumSilenceMs: number,
): Promise<QualityView> {
  const values = [model, ...rangeValues(range)];
  const latest = await db.query<{ report: QualityReport & NonNullable<QualityView['latest']> }>(LATEST, values);
  const history = await db.query<HistoryRow>(HISTORY, values);
  return {
    latest: latest.rows[0]?.report ?? null,
    freshness: await freshness(db, model, maximumSilenceMs),
    history: history.rows.reverse().map(({ from_at: from, to_at: to, ...row }) => ({
      ...row,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
  };
}
