import type { DriftDocument, QualityReport, WindowCounters } from '@plumbline/monitoring-core';
import { driftScore } from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

export interface Champion {
  readonly model: string;
  readonly version: number;
  readonly changedAt: Date;
}

export interface StoredWindow {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly predictions: number;
  readonly counters: WindowCounters;
}

interface WindowRow {
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly predictions: number;
  readonly counters: WindowCounters;
}

const toWindow = (row: WindowRow): StoredWindow => ({
  startsAtMs: row.starts_at.getTime(),
  endsAtMs: row.ends_at.getTime(),
  predictions: row.predictions,
  counters: row.counters,
});

/** `since`: windows that end later than this count; `to`: the last window ends here at the latest. */
export interface WindowRange {
  readonly model: string;
  readonly version: number;
  readonly since: Date;
  readonly to: Date;
  readonly limit: number;
}

const LATEST_WINDOWS = `
  SELECT starts_at, ends_at, predictions, counters FROM monitor_window
   WHERE model = $1 AND version = $2 AND ends_at > $3 AND ends_at <= $4 AND predictions > 0`;

const CANDIDATES = `
  SELECT starts_at, ends_at, predictions, counters FROM monitor_window
   WHERE model = $1 AND version = $2 AND ends_at > $3 AND ends_at <= $4 AND predictions > 0
   ORDER BY starts_at LIMIT $5`;

const INSERT_RESULT = `
  INSERT INTO drift_result (model, version, from_at, to_at, verdict, score, report)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (model, version, to_at) DO NOTHING RETURNING id`;

const INSERT_QUALITY = `
  INSERT INTO quality_result (model, version, from_at, to_at, verdict, report)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (model, version, to_at) DO NOTHING`;

const values = ({ model, version, since, to, limit }: WindowRange): unknown[] => [model, version, since, to, limit];

/** Reads and writes of the evaluation loop. */
export const evaluationStore = {
  async champions(db: Queryable): Promise<Champion[]> {
    const { rows } = await db.query<{ model: string; version: number; changed_at: Date }>(
      `SELECT model, version, changed_at FROM model_alias WHERE alias = 'champion' ORDER BY model`,
    );
    return rows.map(({ model, version, changed_at: changedAt }) => ({ model, version, changedAt }));
  },

  /** Latest event time of the model, over all versions. */
  async latestEvent(db: Queryable, model: string): Promise<Date | null> {
    const { rows } = await db.query<{ at: Date | null }>(
      'SELECT max(served_at) AS at FROM prediction WHERE model = $1',
      [model],
    );
    return rows[0]?.at ?? null;
  },

  /** Event time of the first prediction that was recorded after the version became champion. */
  async firstEventSince(db: Queryable, { model, version, changedAt }: Champion): Promise<Date | null> {
    const { rows } = await db.query<{ served_at: Date }>(
      `SELECT served_at FROM prediction WHERE model = $1 AND version = $2 AND recorded_at >= $3 ORDER BY seq LIMIT 1`,
      [model, version, changedAt],
    );
    return rows[0]?.served_at ?? null;
  },

  async lastCheck(db: Queryable, model: string, version: number): Promise<Date | null> {
    const { rows } = await db.query<{ at: Date | null }>(
      'SELECT max(to_at) AS at FROM drift_result WHERE model = $1 AND version = $2',
      [model, version],
    );
    return rows[0]?.at ?? null;
  },

  /** Oldest first. */
  async candidates(db: Queryable, range: WindowRange): Promise<StoredWindow[]> {
    return (await db.query<WindowRow>(CANDIDATES, values(range))).rows.map(toWindow);
  },

  /** The `limit` latest windows of the range, newest first; with `labelled`, only those that have labels. */
  async latestWindows(db: Queryable, range: WindowRange, labelled = false): Promise<StoredWindow[]> {
    const sql = `${LATEST_WINDOWS} ${labelled ? 'AND labelled > 0' : ''} ORDER BY starts_at DESC LIMIT $5`;
    return (await db.query<WindowRow>(sql, values(range))).rows.map(toWindow);
  },

  /** @returns false when this window has been checked before, here or by another instance */
  async insertResult(db: Queryable, report: DriftDocument): Promise<boolean> {
    const { model, version, from, to, verdict } = report;
    const result = await db.query(INSERT_RESULT, [model, version, from, to, verdict, driftScore(report), report]);
    return result.rowCount === 1;
  },

  async insertQuality(db: Queryable, report: QualityReport): Promise<void> {
    const { model, version, from, to, verdict } = report;
    await db.query(INSERT_QUALITY, [model, version, from, to, verdict, report]);
  },
};
