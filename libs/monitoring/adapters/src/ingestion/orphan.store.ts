import { TOPICS } from '@plumbline/contracts';
import type { Queryable } from '../queryable';
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

const SELECT_WAITING = `
  SELECT o.id, o.model, o.prediction_id, o.subject, o.label, o.value, o.revision, o.observed_at
    FROM outcome_orphan o WHERE o.prediction_id = ANY ($1)
  UNION
  SELECT o.id, o.model, o.prediction_id, o.subject, o.label, o.value, o.revision, o.observed_at
    FROM json_to_recordset($2) AS s (model text, subject text, served_at timestamptz)
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

  /** Those that may belong to the predictions that have just come, oldest first. */
  async waitingFor(
    db: Queryable,
    predictions: readonly { predictionId: string; model: string; subject?: string | undefined; servedAt: string }[],
  ): Promise<Orphan[]> {
    const subjects = predictions
      .filter(({ subject }) => subject !== undefined)
      .map(({ model, subject, servedAt }) => ({ model, subject, served_at: servedAt }));
    const { rows } = await db.query<OrphanRow>(SELECT_WAITING, [
      predictions.map(({ predictionId }) => predictionId),
      JSON.stringify(subjects),
    ]);
    return rows.map((row) => ({ id: row.id, outcome: asOutcome(row) }));
  },

  async remove(db: Queryable, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await db.query('DELETE FROM outcome_orphan WHERE id = ANY ($1)', [ids]);
  },
};
