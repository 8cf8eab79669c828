import type { AlertSignal } from '@plumbline/monitoring-core';
import { type Clock, type EventBus, inTransaction, publishDomainEvent } from '@plumbline/platform';
import type { Pool } from 'pg';
import type { AlertNews, AlertStore } from './alert.store';

export interface WatchModelsPorts {
  readonly pool: Pool;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly alerts: AlertStore;
  readonly clock: Clock;
}

interface Row {
  readonly model: string;
  readonly silent_ms: number | null;
  readonly dead_letters: number;
}

const MINUTE_MS = 60_000;

const FIGURES = `
  SELECT a.model,
         (SELECT (extract(epoch FROM clock_timestamp() - recorded_at) * 1000)::float8
            FROM prediction p WHERE p.model = a.model ORDER BY p.seq DESC LIMIT 1) AS silent_ms,
         (SELECT count(*)::int FROM dead_letter d
           WHERE d.model = a.model AND d.created_at > clock_timestamp() - interval '1 hour') AS dead_letters
    FROM model_alias a WHERE a.alias = 'champion' ORDER BY a.model`;

function signalsOf({ model, silent_ms: silentMs, dead_letters: deadLetters }: Row): AlertSignal[] {
  const minutes = silentMs === null ? null : Math.round(silentMs / MINUTE_MS);
  return [
    {
      ...{ watch: 'freshness', subject: null, verdict: null, value: silentMs },
      title: `${model}: the last prediction came ${minutes ?? '?'} min ago`,
      detail: { silentMs },
    },
    {
      ...{ watch: 'dead_letters', subject: null, verdict: null, value: deadLetters },
      title: `${model}: ${deadLetters} records of the last hour could not be read`,
      detail: { deadLetters },
    },
  ];
}

/** What no closed window tells, since it is about windows that do not come: looked at once a minute, by the wall clock. */
export class WatchModels {
  constructor(private readonly ports: WatchModelsPorts) {}

  async look(): Promise<void> {
    const { pool, clock, alerts } = this.ports;
    const minute = new Date(Math.floor(clock.now().getTime() / MINUTE_MS) * MINUTE_MS);
    const { rows } = await pool.query<Row>(FIGURES);
    for (const row of rows) {
      const check = { model: row.model, version: null, windowTo: minute, signals: signalsOf(row) };
      const { news } = await inTransaction(pool, (db) => alerts.apply(db, check));
      for (const one of news) await this.announce(row.model, one);
    }
  }

  private announce(model: string, { kind, title, alertId, rule, severity }: AlertNews): Promise<void> {
    return publishDomainEvent(this.ports.bus, { kind, model, summary: title, detail: { alertId, rule, severity } });
  }
}
