import type { PredictionEvent } from '@plumbline/contracts';
import type { Scalar, StoredLabel } from '@plumbline/monitoring-core';
import { boolArray, float8Array, int4Array, jsonArray, textArray, timestampArray } from '../columns/array-parameter';
import type { Queryable } from '../queryable';
import type { AcceptedPrediction } from '../records/accept-predictions';
import type { PendingOutcome } from './pending-outcome';

/** A stored prediction with the label it has, as the join needs it. */
export interface StoredPrediction {
  readonly predictionId: string;
  readonly model: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly score: number | null;
  readonly predictedLabel: string | null;
  readonly servedAtMs: number;
  readonly label: StoredLabel | null;
}

/** The identifiers come back only when some were there already: most batches are all new. */
const INSERT = `
  WITH added AS (
    INSERT INTO prediction (prediction_id, model, version, subject, features, attributes, score, label, served_at,
                            rollout_id, arm, holdout)
    SELECT prediction_id, model, version, subject, features, attributes, score, label, served_at, rollout_id::uuid, arm,
           holdout
      FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::json[], $6::json[], $7::float8[], $8::text[],
                  $9::timestamptz[], $10::text[], $11::text[], $12::boolean[])
        AS p (prediction_id, model, version, subject, features, attributes, score, label, served_at, rollout_id, arm,
              holdout)
    ON CONFLICT (prediction_id) DO NOTHING RETURNING prediction_id)
  SELECT CASE WHEN n < $13 THEN ARRAY(SELECT prediction_id FROM added) END AS new_ids
    FROM (SELECT count(*) AS n FROM added) AS counted`;

const INSERT_SCORES = `
  INSERT INTO version_score (prediction_id, model, version, score, source)
  SELECT prediction_id, model, version, score, 'shadow'
    FROM json_to_recordset($1) AS s (prediction_id text, model text, version int, score double precision)
  ON CONFLICT (prediction_id, version) DO UPDATE SET score = excluded.score, source = excluded.source`;

const SELECT_BY_ID = `
  SELECT p.prediction_id, p.model, p.version, p.features, p.attributes, p.score, p.label AS predicted_label, p.served_at,
         l.label AS known_label, l.positive AS known_positive, l.revision AS known_revision,
         l.observed_at AS known_at, l.source AS known_source, l.matures_at AS known_matures_at
    FROM prediction p LEFT JOIN prediction_label l USING (prediction_id)
   WHERE p.prediction_id = ANY ($1)`;

const SELECT_LATEST_OF_SUBJECT = `
  SELECT o.i, p.prediction_id
    FROM json_to_recordset($1) AS o (i int, model text, subject text, observed_at timestamptz, earliest timestamptz)
   CROSS JOIN LATERAL (
     SELECT prediction_id FROM prediction
      WHERE model = o.model AND subject = o.subject AND served_at <= o.observed_at AND served_at >= o.earliest
      ORDER BY served_at DESC, seq DESC LIMIT 1) p`;

interface StoredRow {
  readonly prediction_id: string;
  readonly model: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly score: number | null;
  readonly predicted_label: string | null;
  readonly served_at: Date;
  readonly known_label: string | null;
  readonly known_positive: boolean | null;
  readonly known_revision: number | null;
  readonly known_at: Date | null;
  readonly known_source: StoredLabel['source'] | null;
  readonly known_matures_at: Date | null;
}

function labelOf(row: StoredRow): StoredLabel | null {
  if (row.known_label === null) return null;
  return {
    label: row.known_label,
    // Kept back in the table until it is mature; only negatives are.
    positive: row.known_matures_at === null ? row.known_positive : false,
    revision: row.known_revision ?? 0,
    observedAtMs: row.known_at?.getTime() ?? 0,
    source: row.known_source ?? 'outcome',
    maturesAtMs: row.known_matures_at?.getTime() ?? null,
  };
}

const toStored = (row: StoredRow): StoredPrediction => ({
  predictionId: row.prediction_id,
  model: row.model,
  version: row.version,
  features: row.features,
  attributes: row.attributes,
  score: row.score,
  predictedLabel: row.predicted_label,
  servedAtMs: row.served_at.getTime(),
  label: labelOf(row),
});

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** For `insert`, in the order of its parameters. */
export function predictionColumns(predictions: readonly AcceptedPrediction[]): Buffer[] {
  const column = <T>(of: (event: PredictionEvent) => T): T[] => predictions.map(({ event }) => of(event));
  return [
    textArray(column((event) => event.predictionId)),
    textArray(column((event) => event.model)),
    int4Array(column((event) => event.version)),
    textArray(column((event) => event.subject)),
    jsonArray(column((event) => json(event.features))),
    jsonArray(column((event) => json(event.attributes))),
    float8Array(column((event) => event.score)),
    textArray(column((event) => event.label)),
    timestampArray(predictions.map(({ servedAtMs }) => servedAtMs)),
    textArray(column((event) => event.rollout?.id)),
    textArray(column((event) => event.rollout?.arm)),
    boolArray(column((event) => event.holdout)),
  ];
}

export const predictionStore = {
  /** @returns those that were new, in their order; an id that is already stored is left as it is */
  async insert(
    db: Queryable,
    predictions: readonly AcceptedPrediction[],
    columns: readonly Buffer[],
  ): Promise<readonly AcceptedPrediction[]> {
    if (predictions.length === 0) return predictions;
    const { rows } = await db.query<{ new_ids: string[] | null }>(INSERT, [...columns, predictions.length]);
    const newIds = rows[0]?.new_ids ?? null;
    if (newIds === null) return predictions;
    const isNew = new Set(newIds);
    return predictions.filter(({ event }) => isNew.has(event.predictionId));
  },

  async insertOtherScores(db: Queryable, predictions: readonly AcceptedPrediction[]): Promise<void> {
    const rows = predictions.flatMap(({ event }) =>
      (event.otherScores ?? [])
        .filter(({ version }) => version !== event.version)
        .map(({ version, score }) => ({ prediction_id: event.predictionId, model: event.model, version, score })),
    );
    const unique = new Map(rows.map((row) => [`${row.version}:${row.prediction_id}`, row]));
    if (unique.size > 0) await db.query(INSERT_SCORES, [JSON.stringify([...unique.values()])]);
  },

  async byId(db: Queryable, ids: readonly string[]): Promise<Map<string, StoredPrediction>> {
    if (ids.length === 0) return new Map();
    const { rows } = await db.query<StoredRow>(SELECT_BY_ID, [ids]);
    return new Map(rows.map((row) => [row.prediction_id, toStored(row)]));
  },

  /** Per outcome (by its place in the list) the subject's latest prediction not after it and within the horizon. */
  async latestOfSubjects(
    db: Queryable,
    outcomes: readonly { i: number; outcome: PendingOutcome; horizonMs: number }[],
  ): Promise<Map<number, string>> {
    if (outcomes.length === 0) return new Map();
    const rows = outcomes.map(({ i, outcome, horizonMs }) => ({
      i,
      model: outcome.model,
      subject: outcome.subject,
      observed_at: new Date(outcome.observedAtMs).toISOString(),
      earliest: new Date(outcome.observedAtMs - horizonMs).toISOString(),
    }));
    const result = await db.query<{ i: number; prediction_id: string }>(SELECT_LATEST_OF_SUBJECT, [
      JSON.stringify(rows),
    ]);
    return new Map(result.rows.map((row) => [row.i, row.prediction_id]));
  },
};
