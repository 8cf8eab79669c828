import type { Page, PredictionView } from '@plumbline/contracts';
import type { Scalar } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
import type { VersionCatalog } from '../versions/version-catalog';

const SELECT = `
  SELECT p.seq, p.prediction_id, p.model, p.version, p.subject, p.features, p.attributes, p.score, p.label, p.served_at,
         p.arm, l.label AS outcome, l.observed_at, l.value, l.revision,
         (SELECT coalesce(json_agg(json_build_object('version', s.version, 'score', s.score, 'source', s.source)
                                   ORDER BY s.version), '[]'::json)
            FROM version_score s WHERE s.prediction_id = p.prediction_id) AS other_scores
    FROM prediction p LEFT JOIN prediction_label l USING (prediction_id)`;

interface Row {
  readonly seq: string;
  readonly prediction_id: string;
  readonly model: string;
  readonly version: number;
  readonly subject: string | null;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly score: number | null;
  readonly label: string | null;
  readonly served_at: Date;
  readonly arm: string | null;
  readonly outcome: string | null;
  readonly observed_at: Date | null;
  readonly value: number | null;
  readonly revision: number | null;
  readonly other_scores: PredictionView['otherScores'];
}

async function toView(db: Queryable, versions: VersionCatalog, row: Row): Promise<PredictionView> {
  const version = await versions.version(db, row.model, row.version);
  const nameOf = (i: number): string => version?.signature.features[i]?.name ?? String(i);
  const { outcome, observed_at: observedAt, value, revision } = row;
  return {
    predictionId: row.prediction_id,
    model: row.model,
    version: row.version,
    subject: row.subject,
    features: Object.fromEntries(row.features.map((feature, i) => [nameOf(i), feature])),
    attributes: row.attributes,
    score: row.score,
    label: row.label,
    servedAt: row.served_at.toISOString(),
    arm: row.arm,
    outcome:
      outcome === null || observedAt === null
        ? null
        : { label: outcome, observedAt: observedAt.toISOString(), value, revision: revision ?? 0 },
    otherScores: row.other_scores,
  };
}

/** Newest first; a cursor is the number of the last row of the page before. */
export async function selectPredictions(
  db: Queryable,
  versions: VersionCatalog,
  model: string,
  page: { readonly cursor?: string; readonly limit: number },
): Promise<Page<PredictionView>> {
  const before = /^\d{1,18}$/.test(page.cursor ?? '') ? page.cursor : null;
  const { rows } = await db.query<Row>(
    `${SELECT} WHERE p.model = $1 AND ($2::bigint IS NULL OR p.seq < $2) ORDER BY p.seq DESC LIMIT $3`,
    [model, before, page.limit + 1],
  );
  const shown = rows.slice(0, page.limit);
  const items: PredictionView[] = [];
  for (const row of shown) items.push(await toView(db, versions, row));
  return { items, nextCursor: rows.length > page.limit ? (shown.at(-1)?.seq ?? null) : null };
}

export async function selectPrediction(
  db: Queryable,
  versions: VersionCatalog,
  predictionId: string,
): Promise<PredictionView | null> {
  const { rows } = await db.query<Row>(`${SELECT} WHERE p.prediction_id = $1`, [predictionId]);
  return rows[0] ? toView(db, versions, rows[0]) : null;
}
