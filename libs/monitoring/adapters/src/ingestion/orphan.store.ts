import { TOPICS } from '@plumbline/contracts';
import { textArray, timestampArray } from '../columns/array-parameter';
import type { Queryable } from '../queryable';
import type { AcceptedPrediction } from '../records/accept-predictions';
import type { PendingOutcome } from './pending-outcome';

interface OrphanRow {
  readonly id: string;
  readonly model: string;
  readonly prediction_id: string | null;
  readonly subject: string | null;
  readonly label: string;
  readonly value: number | null;
  readonly revision: number;
  readonly observed_at: Date;
}

export interface Orphan {
  readonly id: string;
  readonly outcome: PendingOutcome;
}

const INSERT = `
  INSERT INTO outcome_orphan (model, prediction_id, subject, label, value, revision, observed_at)
  SELECT model, prediction_id, subject, label, value, revision, observed_at
    FROM json_to_recordset($1) AS o (model text, prediction_id text, subject text, label text,
                                     value double precision, revision int, observed_at timestamptz)`;

const ANY_OF_MODELS = 'SELECT 1 FROM outcome_orphan WHERE model = ANY ($1) LIMIT 1';

const SELECT_WAITING = `
  SELECT o.id, o.model, o.prediction_id, o.subject, o.label, o.value, o.revision, o.observed_at
    FROM outcome_orphan o WHERE o.prediction_id = ANY ($1::text[])
  UNION
  SELECT o.id, o.model, o.prediction_id, o.subject, o.label, o.value, o.revision, o.observed_at
    FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS s (model, subject, served_at)
    JOIN outcome_orphan o ON o.model = s.model AND o.subject = s.subject AND o.prediction_id IS NULL
                         AND o.observed_at >= s.served_at
   ORDER BY id`;

const asOutcome = (row: OrphanRow): PendingOutcome => {
  const { model, subject, label, value, revision } = row;
  const event = { model, predictionId: row.prediction_id ?? undefined, subject: subject ?? undefined, label };
  const payload = JSON.stringify({ ...event, observedAt: row.observed_at, value: value ?? undefined, revision });
  return {
    ...{ model, predictionId: row.prediction_id, subject, label, value, revision },
    observedAtMs: row.observed_at.getTime(),
    origin: {
      topic: TOPICS.outcomes,
      partition: -1,
      offset: BigInt(row.id),
      key: row.prediction_id ?? `${model}:${subject}`,
      headers: {},
      payload,
    },
  };
};

/** Outcomes that came before their prediction. */
export const orphanStore = {
  async insert(db: Queryable, outcomes: readonly PendingOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const rows = outcomes.map((outcome) => ({
      ...outcome,
      origin: undefined,
      prediction_id: outcome.predictionId,
      observed_at: new Date(outcome.observedAtMs).toISOString(),
    }));
    await db.query(INSERT, [JSON.stringify(rows)]);
  },

  /** Those that may belong to the predictions that have just come, oldest first. The caller holds the locks of the models. */
  async waitingFor(db: Queryable, predictions: readonly AcceptedPrediction[]): Promise<Orphan[]> {
    const events = predictions.map(({ event }) => event);
    const any = await db.query(ANY_OF_MODELS, [[...new Set(events.map(({ model }) => model))]]);
    if (any.rows.length === 0) return [];
    const aboutSubjects = predictions.filter(({ event }) => event.subject !== undefined);
    const { rows } = await db.query<OrphanRow>(SELECT_WAITING, [
      textArray(events.map(({ predictionId }) => predictionId)),
      textArray(aboutSubjects.map(({ event }) => event.model)),
      textArray(aboutSubjects.map(({ event }) => event.subject)),
      timestampArray(aboutSubjects.map(({ servedAtMs }) => servedAtMs)),
    ]);
    return rows.map((row) => ({ id: row.id, outcome: asOutcome(row) }));
  },

  async remove(db: Queryable, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await db.query('DELETE FROM outcome_orphan WHERE id = ANY ($1)', [ids]);
  },
};
