import type { Queryable } from '../queryable';

export interface NewLabel {
  readonly predictionId: string;
  readonly model: string;
  readonly label: string;
  readonly positive: boolean | null;
  readonly value: number | null;
  readonly revision: number;
  readonly observedAtMs: number;
  readonly source: 'outcome' | 'timeout';
  /** From prediction to outcome in event time; null for a time-out. */
  readonly delayMs: number | null;
  /** Of an early negative: it is written without `positive`, so that nobody learns from it before. */
  readonly maturesAtMs: number | null;
}

/**
 * A revision keeps `seq` and `recorded_at` of the first recording: whether a label was known before a candidate was
 * frozen must not change when it is corrected.
 */
const UPSERT = `
  INSERT INTO prediction_label (prediction_id, model, positive, label, value, revision, observed_at, source, delay_ms,
                                matures_at)
  SELECT prediction_id, model, positive, label, value, revision, observed_at, source, delay_ms, matures_at
    FROM json_to_recordset($1) AS l (prediction_id text, model text, positive boolean, label text,
                                     value double precision, revision int, observed_at timestamptz, source text,
                                     delay_ms bigint, matures_at timestamptz)
  ON CONFLICT (prediction_id) DO UPDATE SET positive = excluded.positive, label = excluded.label,
    value = excluded.value, revision = excluded.revision, observed_at = excluded.observed_at,
    source = excluded.source, delay_ms = excluded.delay_ms, matures_at = excluded.matures_at`;

const isoTime = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export async function upsertLabels(db: Queryable, labels: readonly NewLabel[]): Promise<void> {
  if (labels.length === 0) return;
  const rows = labels.map((label) => ({
    prediction_id: label.predictionId,
    model: label.model,
    positive: label.maturesAtMs === null ? label.positive : null,
    label: label.label,
    value: label.value,
    revision: label.revision,
    observed_at: isoTime(label.observedAtMs),
    source: label.source,
    delay_ms: label.delayMs,
    matures_at: isoTime(label.maturesAtMs),
  }));
  await db.query(UPSERT, [JSON.stringify(rows)]);
}

export type LateOutcome = Pick<NewLabel, 'predictionId' | 'model' | 'label' | 'value' | 'revision' | 'observedAtMs'>;

const INSERT_LATE = `
  INSERT INTO late_outcome (prediction_id, model, label, value, revision, observed_at)
  SELECT prediction_id, model, label, value, revision, observed_at
    FROM json_to_recordset($1) AS l (prediction_id text, model text, label text, value double precision, revision int,
                                     observed_at timestamptz)
  ON CONFLICT DO NOTHING`;

/** Keeps what happened after the horizon; told again, it is kept once. */
export async function insertLateOutcomes(db: Queryable, outcomes: readonly LateOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ predictionId, observedAtMs, ...rest }) => ({
    ...rest,
    prediction_id: predictionId,
    observed_at: isoTime(observedAtMs),
  }));
  await db.query(INSERT_LATE, [JSON.stringify(rows)]);
}
