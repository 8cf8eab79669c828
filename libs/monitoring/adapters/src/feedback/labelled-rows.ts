import type { Scalar } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

/** A prediction as it was asked; `features` in the order of the signature of `version`. */
export interface PendingRow {
  readonly predictionId: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly servedAt: Date;
}

export interface LabelledRow extends PendingRow {
  readonly positive: boolean;
  /** Order in which labels were first recorded, per model. */
  readonly labelSeq: number;
}

interface Row {
  readonly prediction_id: string;
  readonly version: number;
  readonly features: Scalar[];
  readonly attributes: Record<string, Scalar> | null;
  readonly served_at: Date;
}

const toRow = (row: Row): PendingRow => ({
  predictionId: row.prediction_id,
  version: row.version,
  features: row.features,
  attributes: row.attributes,
  servedAt: row.served_at,
});

const LABELLED = `
  SELECT p.prediction_id, p.version, p.features, p.attributes, p.served_at, l.positive, l.seq
    FROM prediction p JOIN prediction_label l USING (prediction_id)
   WHERE p.model = $1 AND l.positive IS NOT NULL AND ($3::bigint IS NULL OR l.seq < $3)
   ORDER BY p.served_at DESC, p.seq DESC LIMIT $2`;

const PENDING = `
  SELECT p.prediction_id, p.version, p.features, p.attributes, p.served_at
    FROM prediction p LEFT JOIN prediction_label l USING (prediction_id)
   WHERE p.model = $1 AND l.prediction_id IS NULL ORDER BY p.seq DESC LIMIT $2`;

/** The `limit` newest in event time, oldest first; `beforeSeq` leaves out labels recorded from that number on. */
export async function selectLabelledRows(
  db: Queryable,
  model: string,
  { limit, beforeSeq }: { readonly limit: number; readonly beforeSeq?: number },
): Promise<LabelledRow[]> {
  const result = await db.query<Row & { positive: boolean; seq: string }>(LABELLED, [model, limit, beforeSeq ?? null]);
  return result.rows.reverse().map((row) => ({ ...toRow(row), positive: row.positive, labelSeq: Number(row.seq) }));
}

/** The `limit` newest predictions without a label, oldest first. */
export async function selectPendingRows(db: Queryable, model: string, limit: number): Promise<PendingRow[]> {
  const { rows } = await db.query<Row>(PENDING, [model, limit]);
  return rows.reverse().map(toRow);
}
