import type { PredictionEvent } from '@plumbline/contracts';
import type { Scalar } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';
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
  readonly label: { label: string; positive: boolean | null; revision: number } | null;
}

const INSERT = `
  INSERT INTO prediction (prediction_id, model, version, subject, features, attributes, score, label, served_at,
                          rollout_id, arm, holdout)
  SELECT prediction_id, model, version, subject, features, attributes, score, label, served_at, rollout_id, arm, holdout
    FROM json_to_recordset($1) AS p (prediction_id text, model text, version int, subject text, features jsonb,
                                     attributes jsonb, score double precision, label text, served_at timestamptz,
                                     rollout_id uuid, arm text, holdout boolean)
  ON CONFLICT (prediction_id) DO NOTHING RETURNING prediction_id`;

const INSERT_SCORES = `
  INSERT INTO version_score (prediction_id, model, version, score, source)
  SELECT prediction_id, model, version, score, 'shadow'
    FROM json_to_recordset($1) AS s (prediction_id text, model text, version int, score double precision)
  ON CONFLICT (prediction_id, version) DO UPDATE SET score = excluded.score, source = excluded.source`;

const SELECT_BY_ID = `
  SELECT p.prediction_id, p.model, p.version, p.features, p.attributes, p.score, p.label AS predicted_label, p.served_at,
         l.label AS known_label, l.positive AS known_positive, l.revision AS known_revision
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
  label:
    row.known_label === null
      ? null
      : { label: row.known_label, positive: row.known_positive, revision: row.known_revision ?? 0 },
});

export const predictionStore = {
  /** @returns ids that were new; an id that is already stored is left as it is */
  async insert(db: Queryable, events: readonly PredictionEvent[]): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const rows = events.map((event) => ({
      prediction_id: event.predictionId,
      model: event.model,
      version: event.version,
      subject: event.subject,
      features: event.features,
      attributes: event.attributes,
      score: event.score,
      label: event.label,
      served_at: event.servedAt,
      rollout_id: event.rollout?.id,
      arm: event.rollout?.arm,
      holdout: event.holdout,
    }));
    const result = await db.query<{ prediction_id: string }>(INSERT, [JSON.stringify(rows)]);
    return new Set(result.rows.map((row) => row.prediction_id));
  },

  async insertOtherScores(db: Queryable, events: readonly PredictionEvent[]): Promise<void> {
    const rows = events.flatMap((event) =>
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
