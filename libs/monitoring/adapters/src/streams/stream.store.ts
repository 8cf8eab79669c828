import type { ErrorStream, MaturedRow, StreamAlarm } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

export interface LabelledRow extends MaturedRow {
  readonly version: number;
  readonly servedAt: Date;
  readonly labelSeq: string;
}

interface RowOfLabels {
  readonly seq: string;
  readonly version: number;
  readonly served_at: Date;
  readonly score: number;
  readonly predicted: string | null;
  readonly positive: boolean | null;
  readonly label: string;
}

/** Made first, so that two monitors cannot both begin. */
const CLAIM = `
  INSERT INTO error_stream_cursor (model, label_seq) VALUES ($1, 0)
  ON CONFLICT (model) DO UPDATE SET label_seq = error_stream_cursor.label_seq RETURNING label_seq`;

/** A provisional label holds back what was labelled after it: fed early, a stream would see positives before negatives. */
const NEXT = `
  SELECT l.seq, p.version, p.served_at, p.score, p.label AS predicted, l.positive, l.label
    FROM prediction_label l JOIN prediction p USING (prediction_id)
   WHERE l.model = $1 AND l.seq > $2 AND l.seq <= $3 AND p.score IS NOT NULL
     AND l.seq < coalesce((SELECT min(seq) FROM prediction_label
                            WHERE model = $1 AND matures_at IS NOT NULL AND seq > $2), 9223372036854775807)
   ORDER BY l.seq LIMIT $4`;

const SAVE = `
  INSERT INTO error_stream (model, version, state) VALUES ($1, $2, $3)
  ON CONFLICT (model, version) DO UPDATE SET state = excluded.state, updated_at = clock_timestamp()`;

const ALARM = `
  INSERT INTO stream_alarm (model, version, detector, stream_row, direction, rate_before, rate_now, served_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export const streamStore = {
  async hasNews(db: Queryable, model: string): Promise<boolean> {
    const { rows } = await db.query(
      `SELECT 1 FROM prediction_label WHERE model = $1
          AND seq > coalesce((SELECT label_seq FROM error_stream_cursor WHERE model = $1), 0) LIMIT 1`,
      [model],
    );
    return rows.length > 0;
  },

  /** The caller holds the model's lock, under which labels get their numbers: none below this is still to come. */
  async lastLabel(db: Queryable, model: string): Promise<string> {
    const { rows } = await db.query<{ seq: string | null }>(
      'SELECT max(seq) AS seq FROM prediction_label WHERE model = $1',
      [model],
    );
    return rows[0]?.seq ?? '0';
  },

  /** Locks the cursor until the transaction ends. */
  async claimCursor(db: Queryable, model: string): Promise<string> {
    return (await db.query<{ label_seq: string }>(CLAIM, [model])).rows[0]?.label_seq ?? '0';
  },

  async next(db: Queryable, model: string, after: string, upTo: string, limit: number): Promise<LabelledRow[]> {
    const { rows } = await db.query<RowOfLabels>(NEXT, [model, after, upTo, limit]);
    return rows.map(({ seq: labelSeq, served_at: servedAt, predicted: predictedLabel, ...row }) => ({
      ...{ ...row, labelSeq, servedAt, predictedLabel },
    }));
  },

  async moveCursor(db: Queryable, model: string, labelSeq: string): Promise<void> {
    await db.query('UPDATE error_stream_cursor SET label_seq = $2, updated_at = clock_timestamp() WHERE model = $1', [
      model,
      labelSeq,
    ]);
  },

  async load(db: Queryable, model: string, version: number): Promise<ErrorStream | null> {
    const { rows } = await db.query<{ state: ErrorStream }>(
      'SELECT state FROM error_stream WHERE model = $1 AND version = $2',
      [model, version],
    );
    return rows[0]?.state ?? null;
  },

  async save(db: Queryable, model: string, version: number, state: ErrorStream): Promise<void> {
    await db.query(SAVE, [model, version, state]);
  },

  async insertAlarm(
    db: Queryable,
    model: string,
    { version, servedAt }: Pick<LabelledRow, 'version' | 'servedAt'>,
    { detector, row, direction, rateBefore, rateNow }: StreamAlarm,
  ): Promise<void> {
    await db.query(ALARM, [model, version, detector, row, direction, rateBefore, rateNow, servedAt]);
  },
};
