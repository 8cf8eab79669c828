import { rollUp, type MonitorPolicy, type WindowCounters } from '@plumbline/monitoring-core';
import { inTransaction } from '@plumbline/platform';
import type { Pool } from 'pg';
import { lockModels } from '../ingestion/run-batch';
import type { Queryable, Transaction } from '../queryable';
import type { VersionCatalog } from '../versions/version-catalog';

export interface RetentionSummary {
  /** Windows that became part of a longer one. */
  readonly merged: number;
  readonly deleted: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Row {
  readonly version: number;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly counters: WindowCounters;
}

const MODELS = `
  SELECT name FROM model WHERE EXISTS (SELECT 1 FROM monitor_window w WHERE w.model = name) ORDER BY name`;

const LIMITS = `
  SELECT (SELECT max(served_at) FROM prediction WHERE model = $1) AS latest,
         (SELECT max(d.to_at) FROM drift_result d JOIN model_alias a USING (model, version)
           WHERE d.model = $1 AND a.alias = 'champion') AS checked`;

/** The oldest span that still has shorter windows, and lies wholly before the limit. */
const OLDEST = `
  SELECT version, floor(extract(epoch FROM starts_at) * 1000 / $2)::bigint * $2 AS span FROM monitor_window
   WHERE model = $1 AND ends_at <= $3 AND ends_at - starts_at < $2 * interval '1 millisecond'
     AND floor(extract(epoch FROM starts_at) * 1000 / $2)::bigint * $2 + $2 <= $4
   ORDER BY ends_at LIMIT 1`;

const TAKE = `
  DELETE FROM monitor_window WHERE model = $1 AND version = $2 AND starts_at >= $3 AND starts_at < $4
  RETURNING version, starts_at, ends_at, counters`;

const PUT = `
  INSERT INTO monitor_window (model, version, starts_at, ends_at, predictions, labelled, counters)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

const DELETE_OLD = 'DELETE FROM monitor_window WHERE model = $1 AND ends_at <= $2';

async function rollUpSpan(db: Queryable, model: string, spanMs: number, before: Date): Promise<number> {
  const values = [model, spanMs, before, before.getTime()];
  const oldest = await db.query<{ version: number; span: string }>(OLDEST, values);
  const found = oldest.rows[0];
  if (found === undefined) return 0;
  const from = Number(found.span);
  const range = [model, found.version, new Date(from), new Date(from + spanMs)];
  const { rows } = await db.query<Row>(TAKE, range);
  const windows = rows.map((row) => ({
    startsAtMs: row.starts_at.getTime(),
    endsAtMs: row.ends_at.getTime(),
    counters: row.counters,
  }));
  for (const { startsAtMs, endsAtMs, counters } of rollUp(windows, spanMs)) {
    const { predictions, labelled } = counters;
    const times = [new Date(startsAtMs), new Date(endsAtMs)];
    await db.query(PUT, [model, found.version, ...times, predictions, labelled, counters]);
  }
  return rows.length;
}

/**
 * Merges old windows into hours and then days, and deletes the oldest, as the model's policy says. Age is event time
 * behind the latest prediction. One transaction a span, under the lock of the model: a process that is killed leaves
 * either the short windows or the long one. A label that comes later opens a short window again, merged the next time.
 */
export class WindowRetention {
  constructor(
    private readonly pool: Pool,
    private readonly versions: VersionCatalog,
  ) {}

  async apply(signal?: AbortSignal): Promise<RetentionSummary> {
    const total = { merged: 0, deleted: 0 };
    const { rows } = await this.pool.query<{ name: string }>(MODELS);
    for (const { name } of rows) {
      const { monitor } = await this.versions.policiesOf(this.pool, name);
      total.deleted += await this.delete(name, monitor);
      for (const [spanMs, ageMs] of [
        [HOUR_MS, monitor.rollUpHoursAfterMs],
        [DAY_MS, monitor.rollUpDaysAfterMs],
      ] as const) {
        if (ageMs === undefined) continue;
        for (let merged = 1; merged > 0 && !signal?.aborted; total.merged += merged) {
          merged = await this.inLock(name, (db, latest, checked) => {
            const before = new Date(Math.min(latest.getTime() - ageMs, checked?.getTime() ?? Infinity));
            return rollUpSpan(db, name, spanMs, before);
          });
        }
      }
    }
    return total;
  }

  private delete(model: string, { retentionMs }: MonitorPolicy): Promise<number> {
    if (retentionMs === undefined) return Promise.resolve(0);
    return this.inLock(model, async (db, latest) => {
      const deleted = await db.query(DELETE_OLD, [model, new Date(latest.getTime() - retentionMs)]);
      return deleted.rowCount ?? 0;
    });
  }

  /** @param step gets the latest event time, and up to where the champion's windows have been checked for drift */
  private inLock(
    model: string,
    step: (db: Transaction, latest: Date, checked: Date | null) => Promise<number>,
  ): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      await lockModels(db, [model]);
      const { rows } = await db.query<{ latest: Date | null; checked: Date | null }>(LIMITS, [model]);
      const { latest = null, checked = null } = rows[0] ?? {};
      return latest === null ? 0 : step(db, latest, checked);
    });
  }
}
