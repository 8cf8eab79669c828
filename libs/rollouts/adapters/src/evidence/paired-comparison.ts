import type { Comparison, Rollout } from '@plumbline/rollouts-core';
import { aucDifference, selectionGap } from '@plumbline/rollouts-core';
import type { ComparedVersions } from './compared-versions';
import type { Queryable } from './queryable';

/**
 * Rows of the rollout that both versions scored: $1 model, $2 rollout, $3 champion, $4 candidate, $5 frozen at, $6 and $7 the
 * thresholds. Labels only where they were recorded after the candidate was frozen.
 */
const BOTH = `
  WITH both_scored AS (
    SELECT p.prediction_id, p.attributes, p.features, l.label, l.positive,
           CASE WHEN p.version = $3 THEN p.score ELSE a.score END AS champion,
           CASE WHEN p.version = $4 THEN p.score ELSE b.score END AS candidate,
           $6::float8 AS champion_threshold, $7::float8 AS candidate_threshold
      FROM prediction p
      LEFT JOIN prediction_label l ON l.prediction_id = p.prediction_id AND l.recorded_at > $5
      LEFT JOIN version_score a ON a.prediction_id = p.prediction_id AND a.version = $3
      LEFT JOIN version_score b ON b.prediction_id = p.prediction_id AND b.version = $4
     WHERE p.model = $1 AND p.rollout_id = $2),
  rows AS (
    SELECT *, (champion >= champion_threshold) AS champion_selects, (candidate >= candidate_threshold) AS candidate_selects
      FROM both_scored WHERE champion IS NOT NULL AND candidate IS NOT NULL)`;

/** What each side is worth on one row; the champion's and the candidate's. */
const WORTH = {
  accuracy: ['(champion_selects = positive)::int', '(candidate_selects = positive)::int', 'positive IS NOT NULL'],
  absolute_error: ['abs(champion - label::float8)', 'abs(candidate - label::float8)', 'label IS NOT NULL'],
  score_difference: ['0', 'abs(candidate - champion)', 'true'],
  label_flips: ['0', '(candidate_selects <> champion_selects)::int', 'true'],
} as const;
export type PairedMetric = keyof typeof WORTH;

export const isPairedMetric = (metric: string): metric is PairedMetric => metric in WORTH;

export interface PairedQuestion {
  readonly rollout: Rollout;
  readonly version: number;
  readonly versions: ComparedVersions;
}

const valuesOf = ({ rollout, version, versions }: PairedQuestion): unknown[] => [
  ...[rollout.model, rollout.id, rollout.championVersion, version, rollout.frozenAt],
  ...[versions.championThreshold, versions.candidateThreshold],
];

export async function selectPaired(db: Queryable, question: PairedQuestion, metric: PairedMetric): Promise<Comparison> {
  const [champion, candidate, known] = WORTH[metric];
  const { rows } = await db.query<{ n: number; champion: number; candidate: number; mean: number; variance: number }>(
    `${BOTH} SELECT count(*)::int AS n, avg(${champion})::float8 AS champion, avg(${candidate})::float8 AS candidate,
             avg(${candidate} - ${champion})::float8 AS mean, var_samp(${candidate} - ${champion})::float8 AS variance
        FROM rows WHERE ${known}`,
    valuesOf(question),
  );
  const row = rows[0];
  if (!row || row.n < 2) return { champion: null, candidate: null, difference: undefined };
  return {
    champion: row.champion,
    candidate: row.candidate,
    difference: { estimate: row.mean, standardError: Math.sqrt(row.variance / row.n), observations: row.n },
  };
}

/** The newest labelled rows are enough: the error of an area falls below any margin long before. */
const MOST_ROWS = 50_000;

export async function selectAuc(db: Queryable, question: PairedQuestion): Promise<Comparison> {
  const { rows } = await db.query<{ positive: boolean; champion: number; candidate: number }>(
    `${BOTH} SELECT positive, champion, candidate FROM rows WHERE positive IS NOT NULL
      ORDER BY prediction_id DESC LIMIT ${MOST_ROWS}`,
    valuesOf(question),
  );
  return aucDifference(rows);
}

/** @param attribute sent beside the features, or a feature of the champion */
export async function selectSelectionGap(
  db: Queryable,
  question: PairedQuestion,
  attribute: string,
): Promise<Comparison> {
  const { rows } = await db.query<{
    group: string;
    n: number;
    champion: number;
    candidate: number;
    varianceOfDifference: number;
  }>(
    `${BOTH}, place AS (
       SELECT (f.place - 1)::int AS at FROM model_version v,
              jsonb_array_elements(v.signature -> 'features') WITH ORDINALITY AS f (feature, place)
        WHERE v.model = $1 AND v.version = $3 AND f.feature ->> 'name' = $8),
     grouped AS (SELECT coalesce(attributes ->> $8, features ->> (SELECT at FROM place)) AS value, * FROM rows)
     SELECT value AS "group", count(*)::int AS n, avg(champion_selects::int)::float8 AS champion,
            avg(candidate_selects::int)::float8 AS candidate,
            coalesce(var_samp(candidate_selects::int - champion_selects::int), 0)::float8 AS "varianceOfDifference"
       FROM grouped WHERE value IS NOT NULL GROUP BY value`,
    [...valuesOf(question), attribute],
  );
  return selectionGap(rows);
}
