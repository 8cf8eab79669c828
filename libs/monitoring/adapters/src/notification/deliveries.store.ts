import { matchesPattern } from '@plumbline/monitoring-core';
import { uuidv7 } from 'uuidv7';
import type { Queryable } from '../queryable';

/** What happened, as receivers read it. */
export interface NotifiedEvent {
  /** Header `webhook-id`. */
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly model: string;
  readonly alertId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ClaimedDelivery {
  readonly id: string;
  readonly event_id: string;
  readonly event: string;
  readonly route: 'webhook' | 'email';
  readonly endpoint_id: string | null;
  readonly body: string;
  readonly attempts: number;
}

export interface AttemptResult {
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly status: number | null;
  readonly error: string | null;
  /** Of the next attempt; with `waiting` only. */
  readonly delayMs: number;
}

export const newEventId = (): string => `msg_${uuidv7()}`;

const eventBody = ({ type, at, data }: NotifiedEvent): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });

const INSERT = `
  INSERT INTO delivery (id, event_id, event, model, alert_id, route, target, endpoint_id, body)
  VALUES ($1::uuid, $2, $3, $4, $5::uuid, $6, $7, $8::uuid, $9) ON CONFLICT (event_id, target) DO NOTHING`;

const TOLD = `
  SELECT d.endpoint_id, e.events
    FROM delivery d LEFT JOIN webhook_endpoint e ON e.id = d.endpoint_id
   WHERE (e.id IS NULL OR e.disabled_at IS NULL AND e.deleted_at IS NULL)
     AND d.event_id = (SELECT event_id FROM delivery WHERE alert_id = $1::uuid AND event = 'alert.raised'
                        ORDER BY created_at DESC LIMIT 1)`;

/** A worker that died between the sending and the mark is followed by another one after this. */
const LEASE_SECONDS = 60;

const CLAIM = `
  UPDATE delivery SET attempts = attempts + 1, leased_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
   WHERE id = $1 AND state = 'waiting' AND next_attempt_at <= clock_timestamp()
     AND (leased_until IS NULL OR leased_until < clock_timestamp())
  RETURNING id, event_id, event, route, endpoint_id, body, attempts`;

/** Only who made the attempt may say what became of it. */
const SETTLE = `
  UPDATE delivery SET state = $3, last_status = $4, last_error = $5, leased_until = NULL,
         next_attempt_at = clock_timestamp() + $6::int * interval '1 millisecond',
         finished_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE clock_timestamp() END
   WHERE id = $1 AND attempts = $2 AND state = 'waiting'`;

/** The outbox of webhooks and e-mails: each target hears of an event once, however often it is put in. */
export const deliveriesStore = {
  /** To every endpoint that wants this type of event of this model, and was there already at `existedAt` where that is given. */
  async toWebhooks(db: Queryable, event: NotifiedEvent, existedAt?: Date): Promise<void> {
    const { rows } = await db.query<{ id: string; events: string[]; models: string[]; created_at: Date }>(
      'SELECT id, events, models, created_at FROM webhook_endpoint WHERE disabled_at IS NULL AND deleted_at IS NULL',
    );
    const wanting = rows.filter(
      ({ events, models, created_at: since }) =>
        (existedAt === undefined || since <= existedAt) &&
        events.some((pattern) => matchesPattern(pattern, event.type)) &&
        models.some((pattern) => matchesPattern(pattern, event.model)),
    );
    for (const { id } of wanting) await this.toWebhook(db, id, event);
  },

  /** The end of an alert, to those who heard last that it fires and want to hear of ends. */
  async toThoseTold(db: Queryable, event: NotifiedEvent & { readonly alertId: string }): Promise<void> {
    const { rows } = await db.query<{ endpoint_id: string | null; events: string[] | null }>(TOLD, [event.alertId]);
    for (const { endpoint_id: endpointId, events } of rows) {
      if (endpointId === null) await this.toMail(db, event);
      else if (events?.some((pattern) => matchesPattern(pattern, event.type)))
        await this.toWebhook(db, endpointId, event);
    }
  },

  async toWebhook(db: Queryable, endpointId: string, event: NotifiedEvent): Promise<string> {
    const { id: eventId, type, model, alertId = null } = event;
    const id = uuidv7();
    const target = [endpointId, endpointId, eventBody(event)];
    await db.query(INSERT, [id, eventId, type, model, alertId, 'webhook', ...target]);
    return id;
  },

  async toMail(db: Queryable, event: NotifiedEvent): Promise<void> {
    const { id: eventId, type, model, alertId = null } = event;
    await db.query(INSERT, [uuidv7(), eventId, type, model, alertId, 'email', 'mail', null, eventBody(event)]);
  },

  /** Ids of what may be sent now, longest waiting first. */
  async due(db: Queryable, limit: number): Promise<string[]> {
    const { rows } = await db.query<{ id: string }>(
      `SELECT id FROM delivery WHERE state = 'waiting' AND next_attempt_at <= clock_timestamp()
          AND (leased_until IS NULL OR leased_until < clock_timestamp()) ORDER BY next_attempt_at LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  },

  /** @returns null when somebody else has it, or it is not its time */
  async claim(db: Queryable, id: string): Promise<ClaimedDelivery | null> {
    return (await db.query<ClaimedDelivery & object>(CLAIM, [id])).rows[0] ?? null;
  },

  async settle(db: Queryable, { id, attempts }: ClaimedDelivery, result: AttemptResult): Promise<void> {
    const { state, status, error, delayMs } = result;
    await db.query(SETTLE, [id, attempts, state, status, error, delayMs]);
  },

  /** Finished deliveries are kept so long, and those of an alert that still fires; a bounded number goes at a time. */
  async forget(db: Queryable, olderThanDays: number): Promise<void> {
    await db.query(
      `DELETE FROM delivery WHERE id IN (
         SELECT d.id FROM delivery d LEFT JOIN alert a ON a.id = d.alert_id
          WHERE d.state <> 'waiting' AND d.finished_at < clock_timestamp() - $1::int * interval '1 day'
            AND a.standing IS DISTINCT FROM 'firing' LIMIT 500)`,
      [olderThanDays],
    );
  },
};
