import type { ReconciliationView } from '@plumbline/contracts';
import type { Queryable } from '../queryable';

/** The monitor's share of a model's summary. */
export interface MonitoringNumbers {
  readonly model: string;
  readonly predictions: number;
  readonly labelled: number;
  readonly labelCoverage: number | null;
  /** Of the latest check of the champion; null before the first. */
  readonly verdict: string | null;
  readonly checkedTo: string | null;
  readonly driftedFeatures: number | null;
  readonly testedFeatures: number | null;
  /** Of all labelled predictions of the champion version. */
  readonly logLoss: number | null;
  readonly openAlerts: { readonly kind: string; readonly severity: string; readonly title: string }[];
}

interface Row {
  readonly model: string;
  readonly predictions: number;
  readonly labelled: number;
  readonly verdict: string | null;
  readonly checked_to: Date | null;
  readonly drifted: number | null;
  readonly tested: number | null;
  readonly log_loss: number | null;
  readonly open_alerts: MonitoringNumbers['openAlerts'];
}

const NUMBERS = `
  SELECT m.name AS model, coalesce(w.predictions, 0)::int AS predictions, coalesce(w.labelled, 0)::int AS labelled,
         d.verdict, d.to_at AS checked_to, (d.share->>'drifted')::int AS drifted, (d.share->>'tested')::int AS tested,
         w.loss / nullif(w.rows, 0) AS log_loss,
         (SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'severity', a.severity, 'title', a.title)
                                   ORDER BY a.last_seen_at DESC), '[]'::json)
            FROM alert a WHERE a.model = m.name AND a.standing = 'firing') AS open_alerts
    FROM unnest($1::text[]) AS m (name)
    LEFT JOIN model_alias c ON c.model = m.name AND c.alias = 'champion'
    LEFT JOIN LATERAL (
      SELECT sum(predictions) AS predictions, sum(labelled) AS labelled,
             sum((counters->'labels'->>'logLossSum')::float8) FILTER (WHERE version = c.version) AS loss,
             sum((counters->'labels'->>'rows')::float8) FILTER (WHERE version = c.version) AS rows
        FROM monitor_window WHERE model = m.name) w ON true
    LEFT JOIN LATERAL (
      SELECT verdict, to_at, report->'share' AS share FROM drift_result
       WHERE model = m.name AND version = c.version ORDER BY to_at DESC LIMIT 1) d ON true`;

/** In the order asked for. */
export async function selectMonitoringNumbers(db: Queryable, models: readonly string[]): Promise<MonitoringNumbers[]> {
  const { rows } = await db.query<Row>(NUMBERS, [models]);
  const byModel = new Map(rows.map((row) => [row.model, row]));
  return models.flatMap((model) => {
    const row = byModel.get(model);
    if (row === undefined) return [];
    const { predictions, labelled } = row;
    return [
      {
        model,
        predictions,
        labelled,
        labelCoverage: predictions > 0 ? labelled / predictions : null,
        verdict: row.verdict,
        checkedTo: row.checked_to?.toISOString() ?? null,
        driftedFeatures: row.drifted,
        testedFeatures: row.tested,
        logLoss: row.log_loss,
        openAlerts: row.open_alerts,
      },
    ];
  });
}

const RECONCILIATION = `
  SELECT (SELECT count(*) FROM prediction WHERE model = $1)::int AS predictions,
         (SELECT count(*) FROM prediction_label WHERE model = $1 AND source = 'outcome')::int AS joined,
         (SELECT count(*) FROM prediction_label WHERE model = $1 AND source = 'timeout')::int AS timed_out,
         (SELECT count(*) FROM outcome_orphan WHERE model = $1)::int AS orphans,
         (SELECT count(*) FROM dead_letter WHERE model = $1)::int AS dead_letters`;

interface ReconciliationRow {
  readonly predictions: number;
  readonly joined: number;
  readonly timed_out: number;
  readonly orphans: number;
  readonly dead_letters: number;
}

/**
 * Counted from the rows themselves, not from the windows; `outcomes` = joined + orphans, and predictions = joined +
 * pending + timedOut.
 */
export async function selectReconciliation(db: Queryable, model: string): Promise<ReconciliationView> {
  const { rows } = await db.query<ReconciliationRow>(RECONCILIATION, [model]);
  const row = rows[0] ?? { predictions: 0, joined: 0, timed_out: 0, orphans: 0, dead_letters: 0 };
  const { predictions, joined, timed_out: timedOut, orphans, dead_letters: deadLetters } = row;
  const outcomes = joined + orphans;
  const pending = predictions - joined - timedOut;
  return { model, predictions, outcomes, joined, pending, timedOut, orphans, deadLetters };
}
