import type { Scalar } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

export interface ServedRows {
  readonly model: string;
  readonly version: number;
}

interface Row {
  readonly features: readonly Scalar[];
  readonly served_at: Date;
}

/** By a hash of the id: the same rows at every look, chosen by nothing that they say. */
const SAMPLE = `
  SELECT features, served_at FROM prediction
   WHERE model = $1 AND version = $2 AND served_at >= $3 AND served_at < $4
   ORDER BY hashtextextended(prediction_id, 0) LIMIT $5`;

const FIRST = `
  SELECT features, served_at FROM prediction WHERE model = $1 AND version = $2 AND served_at >= $3
   ORDER BY served_at LIMIT $4`;

export async function sampleServedRows(
  db: Queryable,
  { model, version }: ServedRows,
  { from, to }: { readonly from: Date; readonly to: Date },
  limit: number,
): Promise<(readonly Scalar[])[]> {
  const { rows } = await db.query<Row>(SAMPLE, [model, version, from, to, limit]);
  return rows.map(({ features }) => features);
}

/** The first rows since the version became champion, and when the last of them was served. */
export async function firstServedRows(
  db: Queryable,
  { model, version }: ServedRows,
  since: Date,
  limit: number,
): Promise<{ rows: (readonly Scalar[])[]; until: Date | null }> {
  const { rows } = await db.query<Row>(FIRST, [model, version, since, limit]);
  return { rows: rows.map(({ features }) => features), until: rows.at(-1)?.served_at ?? null };
}
