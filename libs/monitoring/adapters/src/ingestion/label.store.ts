import type { Queryable } from '../queryable';

export interface NewLabel {
  readonly predictionId: string;
  readonly model: string;
  readonly label: string;
  readonly positive: boolean | null;
  readonly value: number | null;
  readonly revision: number;
  readonly observedAtMs: number;
}

/**
 * A revision keeps `seq` and `recorded_at` of the first recording: whether a label was known before a candidate was
 * frozen must not change when it is corrected.
 */
const UPSERT = `
  INSERT INTO prediction_label (prediction_id, model, positive, label, value, revision, observed_at)
  SELECT prediction_id, model, positive, label, value, revision, observed_at
    FROM json_to_recordset($1) AS l (prediction_id text, model text, positive boolean, label text,
                                     value double precision, revision int, observed_at timestamptz)
  ON CONFLICT (prediction_id) DO UPDATE SET positive = excluded.positive, label = excluded.label,
    value = excluded.value, revision = excluded.revision, observed_at = excluded.observed_at`;

export async function upsertLabels(db: Queryable, labels: readonly NewLabel[]): Promise<void> {
  if (labels.length === 0) return;
  const rows = labels.map((label) => ({
    ...label,
    prediction_id: label.predictionId,
    observed_at: new Date(label.observedAtMs).toISOString(),
  }));
  await db.query(UPSERT, [JSON.stringify(rows)]);
}
