import type { DriftReportView, DriftView } from '@plumbline/contracts';
import type { Queryable } from '../queryable';
import { selectStreams } from './streams.query';
import { rangeValues, type ViewRange } from './time-range';

const CHECKS = 300;

const LATEST = `
  SELECT report FROM drift_result
   WHERE model = $1 AND ($2::timestamptz IS NULL OR to_at > $2) AND ($3::timestamptz IS NULL OR to_at <= $3)
     AND ($4::int IS NULL OR version = $4)
   ORDER BY id DESC LIMIT 1`;

const HISTORY = `
  SELECT version, from_at, to_at, verdict, (report->'rows'->>'current')::int AS rows,
         (SELECT coalesce(json_agg(json_build_object('feature', f->'feature', 'effect', f->'effect',
                                                     'verdict', f->'verdict')), '[]'::json)
            FROM jsonb_array_elements(report->'features') AS f) AS features
    FROM drift_result
   WHERE model = $1 AND ($2::timestamptz IS NULL OR to_at > $2) AND ($3::timestamptz IS NULL OR to_at <= $3)
     AND ($4::int IS NULL OR version = $4)
   ORDER BY id DESC LIMIT ${CHECKS}`;

interface HistoryRow {
  readonly version: number;
  readonly from_at: Date;
  readonly to_at: Date;
  readonly verdict: string;
  readonly rows: number;
  readonly features: DriftView['history'][number]['features'];
}

/** The latest check and up to 300 before it, oldest first. */
export async function selectDriftView(db: Queryable, model: string, range: ViewRange): Promise<DriftView> {
  const values = [model, ...rangeValues(range)];
  const latest = await db.query<{ report: DriftReportView }>(LATEST, values);
  const history = await db.query<HistoryRow>(HISTORY, values);
  // A report from before a field was written lacks it.
  const report = latest.rows[0]?.report;
  return {
    latest: report ? { ...report, joint: report.joint ?? null, attribution: report.attribution ?? null } : null,
    streams: await selectStreams(db, model, range.version),
    history: history.rows.reverse().map(({ from_at: from, to_at: to, ...row }) => ({
      ...row,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
  };
}
