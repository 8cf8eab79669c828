import type { DriftReportView, ShareView } from '@plumbline/contracts';
import type { Pool } from 'pg';

/** What other contexts know of a model, for its line in the list. */
export interface ModelFigures {
  readonly predictions: number;
  readonly labelled: number;
  readonly logLoss: number | null;
  readonly drift: Pick<DriftReportView, 'verdict' | 'share'> | null;
  readonly rollout: {
    readonly id: string;
    readonly state: string;
    readonly candidateVersion: number;
    readonly sharePercent: number;
  } | null;
  readonly openAlerts: { readonly critical: number; readonly warning: number };
  readonly trainingRunId: string | null;
}

interface FiguresRow {
  model: string;
  predictions: string;
  labelled: string;
  drift_verdict: string | null;
  drift_share: { drifted: number; tested: number } | null;
  rollout_id: string | null;
  rollout_state: string | null;
  candidate_version: number | null;
  share_percent: number | null;
  critical: string;
  warning: string;
  training_run_id: string | null;
}

/** Counted over windows, so that the list stays quick however many predictions there are. */
const SQL = `
SELECT m.name AS model,
  coalesce(w.predictions, 0) AS predictions, coalesce(w.labelled, 0) AS labelled,
  d.verdict AS drift_verdict, d.report->'share' AS drift_share,
  r.id AS rollout_id, r.state AS rollout_state, r.candidate_version, r.share_percent,
  coalesce(a.critical, 0) AS critical, coalesce(a.warning, 0) AS warning, t.id AS training_run_id
FROM unnest($1::text[]) AS m (name)
LEFT JOIN LATERAL (SELECT sum(predictions) AS predictions, sum(labelled) AS labelled
  FROM monitor_window WHERE model = m.name) w ON true
LEFT JOIN LATERAL (SELECT verdict, report FROM drift_result WHERE model = m.name ORDER BY to_at DESC, id DESC LIMIT 1) d ON true
LEFT JOIN rollout r ON r.model = m.name AND r.ended_at IS NULL
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE severity = 'critical') AS critical,
  count(*) FILTER (WHERE severity = 'warning') AS warning FROM alert WHERE model = m.name AND resolved_at IS NULL) a ON true
LEFT JOIN training_run t ON t.model = m.name AND t.finished_at IS NULL`;

function toFigures(row: FiguresRow): ModelFigures {
  const verdict = row.drift_verdict as DriftReportView['verdict'] | null;
  return {
    predictions: Number(row.predictions),
    labelled: Number(row.labelled),
    logLoss: null,
    drift: verdict === null ? null : { verdict, share: row.drift_share ?? { drifted: 0, tested: 0 } },
    rollout:
      row.rollout_id === null
        ? null
        : {
            id: row.rollout_id,
            state: row.rollout_state ?? '',
            candidateVersion: row.candidate_version ?? 0,
            sharePercent: row.share_percent ?? 0,
          },
    openAlerts: { critical: Number(row.critical), warning: Number(row.warning) },
    trainingRunId: row.training_run_id,
  };
}

export class ModelFiguresQuery {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async of(models: readonly string[]): Promise<ReadonlyMap<string, ModelFigures>> {
    const { rows } = await this.pool.query<FiguresRow>(SQL, [models]);
    return new Map(rows.map((row) => [row.model, toFigures(row)]));
  }
}

/** Who answers which share of the requests now. */
export function sharesOf(championVersion: number | null, rollout: ModelFigures['rollout']): ShareView[] {
  if (championVersion === null) return [];
  const candidateShare = rollout?.sharePercent ?? 0;
  const champion: ShareView = { version: championVersion, sharePercent: 100 - candidateShare, role: 'champion' };
  if (rollout === null) return [champion];
  return [champion, { version: rollout.candidateVersion, sharePercent: candidateShare, role: 'candidate' }];
}
