import type { Scalar } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

/** A prediction as settlement looks at it. */
export interface UnsettledRow {
  readonly seq: string;
  readonly predictionId: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly score: number | null;
  readonly predictedLabel: string | null;
  readonly servedAtMs: number;
  readonly isLabelled: boolean;
  /** Of an early negative. */
  readonly delayMs: number | null;
}

interface Row {
  readonly seq: string;
  readonly prediction_id: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly score: number | null;
  readonly predicted_label: string | null;
  readonly served_at: Date;
  readonly is_labelled: boolean;
  readonly delay_ms: string | null;
}

const toRow = (row: Row): UnsettledRow => ({
  seq: row.seq,
  predictionId: row.prediction_id,
  version: row.version,
  features: row.features,
  attributes: row.attributes,
  score: row.score,
  predictedLabel: row.predicted_label,
  servedAtMs: row.served_at.getTime(),
  isLabelled: row.is_labelled,
  delayMs: row.delay_ms === null ? null : Number(row.delay_ms),
});

const COLUMNS = `
  p.seq, p.prediction_id, p.version, p.features, p.attributes, p.score, p.label AS predicted_label, p.served_at,
  l.prediction_id IS NOT NULL AS is_labelled, l.delay_ms`;

const MODELS = `
  SELECT model FROM (SELECT DISTINCT ON (model) model, body FROM model_policy WHERE kind = 'label'
                      ORDER BY model, revision DESC) AS policy
   WHERE body->>'onTimeout' = 'negative'
  UNION SELECT model FROM prediction_label WHERE matures_at IS NOT NULL
   ORDER BY model`;

const AFTER_CURSOR = `
  SELECT ${COLUMNS} FROM prediction p LEFT JOIN prediction_label l USING (prediction_id)
   WHERE p.model = $1 AND p.seq > coalesce((SELECT settled_seq FROM label_settlement WHERE model = $1), 0)
   ORDER BY p.seq LIMIT $2`;

const MATURE = `
  SELECT ${COLUMNS} FROM prediction_label l JOIN prediction p USING (prediction_id)
   WHERE l.model = $1 AND l.matures_at <= $2
   ORDER BY l.matures_at LIMIT $3`;

const MOVE_CURSOR = `
  INSERT INTO label_settlement (model, settled_seq, timed_out) VALUES ($1, $2, $3)
  ON CONFLICT (model) DO UPDATE SET settled_seq = excluded.settled_seq,
    timed_out = label_settlement.timed_out + excluded.timed_out, updated_at = clock_timestamp()`;

/** The caller holds the lock of the model, so that numbers of predictions below the highest seen are all committed. */
export const settlementStore = {
  /** Those of which something may be due: their policy knows time-outs, or an early negative waits. */
  async models(db: Queryable): Promise<string[]> {
    const { rows } = await db.query<{ model: string }>(MODELS);
    return rows.map(({ model }) => model);
  },

  async latestEvent(db: Queryable, model: string): Promise<Date | null> {
    const { rows } = await db.query<{ at: Date | null }>(
      'SELECT max(served_at) AS at FROM prediction WHERE model = $1',
      [model],
    );
    return rows[0]?.at ?? null;
  },

  /** The next predictions, in the order of their numbers. */
  async afterCursor(db: Queryable, model: string, limit: number): Promise<UnsettledRow[]> {
    return (await db.query<Row>(AFTER_CURSOR, [model, limit])).rows.map(toRow);
  },

  async moveCursor(db: Queryable, model: string, seq: string, timedOut: number): Promise<void> {
    await db.query(MOVE_CURSOR, [model, seq, timedOut]);
  },

  /** Early negatives whose time has come. */
  async mature(db: Queryable, model: string, at: Date, limit: number): Promise<UnsettledRow[]> {
    return (await db.query<Row>(MATURE, [model, at, limit])).rows.map(toRow);
  },

  async markMature(db: Queryable, predictionIds: readonly string[]): Promise<void> {
    await db.query('UPDATE prediction_label SET positive = false, matures_at = NULL WHERE prediction_id = ANY ($1)', [
      predictionIds,
    ]);
  },
};
