import {
  emptyCounters,
  mergeIntoStored,
  type MonitoredVersion,
  windowStart,
  type WindowCounters,
} from '@plumbline/monitoring-core';
import type { Queryable } from '../queryable';

interface Delta {
  readonly version: MonitoredVersion;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly counters: WindowCounters;
}

interface StoredWindow {
  readonly model: string;
  readonly version: number;
  readonly starts_at: Date;
  readonly counters: WindowCounters;
}

const SELECT_STORED = `
  SELECT w.model, w.version, w.starts_at, w.counters
    FROM json_to_recordset($1) AS k (model text, version int, starts_at timestamptz)
    JOIN monitor_window w USING (model, version, starts_at)
   ORDER BY w.model, w.version, w.starts_at FOR UPDATE OF w`;

const UPSERT = `
  INSERT INTO monitor_window (model, version, starts_at, ends_at, predictions, labelled, counters)
  SELECT model, version, starts_at, ends_at, predictions, labelled, counters
    FROM json_to_recordset($1) AS w (model text, version int, starts_at timestamptz, ends_at timestamptz,
                                     predictions int, labelled int, counters jsonb)
  ON CONFLICT (model, version, starts_at) DO UPDATE SET predictions = excluded.predictions,
    labelled = excluded.labelled, counters = excluded.counters, updated_at = clock_timestamp()`;

const keyOf = (model: string, version: number, startsAtMs: number): string => `${model}:${version}:${startsAtMs}`;

/** What one batch adds to the windows; written once, at its end. The caller holds the locks of the models. */
export class WindowDeltas {
  private readonly deltas = new Map<string, Delta>();
  private last: Delta | undefined;

  /** Counters to add to: those of the window that holds `servedAtMs`. */
  at(version: MonitoredVersion, servedAtMs: number, windowMs: number): WindowCounters {
    const startsAtMs = windowStart(servedAtMs, windowMs);
    if (this.last?.startsAtMs !== startsAtMs || this.last.version !== version) {
      this.last = this.find(version, startsAtMs, windowMs);
    }
    return this.last.counters;
  }

  private find(version: MonitoredVersion, startsAtMs: number, windowMs: number): Delta {
    const key = keyOf(version.model, version.version, startsAtMs);
    const known = this.deltas.get(key);
    if (known !== undefined) return known;
    const delta = { version, startsAtMs, endsAtMs: startsAtMs + windowMs, counters: emptyCounters(version) };
    this.deltas.set(key, delta);
    return delta;
  }

  async flush(db: Queryable): Promise<void> {
    if (this.deltas.size === 0) return;
    const identity = ({ version, startsAtMs }: Delta): object => ({
      model: version.model,
      version: version.version,
      starts_at: new Date(startsAtMs).toISOString(),
    });
    const deltas = [...this.deltas.values()];
    const { rows } = await db.query<StoredWindow>(SELECT_STORED, [JSON.stringify(deltas.map(identity))]);
    const stored = new Map(rows.map((row) => [keyOf(row.model, row.version, row.starts_at.getTime()), row.counters]));
    const merged = deltas.map((delta) => {
      const { version, startsAtMs, endsAtMs } = delta;
      const before = stored.get(keyOf(version.model, version.version, startsAtMs)) ?? emptyCounters(version);
      const counters = mergeIntoStored(before, delta.counters);
      const { predictions, labelled } = counters;
      return { ...identity(delta), ends_at: new Date(endsAtMs).toISOString(), predictions, labelled, counters };
    });
    await db.query(UPSERT, [JSON.stringify(merged)]);
    this.deltas.clear();
    this.last = undefined;
  }
}
