import type { DeliveryView, Page } from '@plumbline/contracts';
import type { Queryable } from '../queryable';

export interface DeliveryFilter {
  readonly alertId?: string;
  readonly endpointId?: string;
  readonly deliveryId?: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly cursor: string;
  readonly event_id: string;
  readonly route: DeliveryView['route'];
  readonly endpoint_id: string | null;
  readonly url: string | null;
  readonly event: string;
  readonly model: string;
  readonly state: DeliveryView['state'];
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly next_attempt_at: Date;
  readonly finished_at: Date | null;
}

const SELECT = `
  SELECT d.id AS cursor, d.event_id, d.route, d.endpoint_id, e.url, d.event, d.model, d.state, d.attempts, d.last_status,
         d.last_error, d.created_at, d.next_attempt_at, d.finished_at
    FROM delivery d LEFT JOIN webhook_endpoint e ON e.id = d.endpoint_id
   WHERE ($1::uuid IS NULL OR d.alert_id = $1::uuid) AND ($2::uuid IS NULL OR d.endpoint_id = $2::uuid)
     AND ($3::uuid IS NULL OR d.id = $3::uuid) AND ($4::uuid IS NULL OR d.id < $4::uuid)
   ORDER BY d.id DESC LIMIT $5::int`;

/** The path of a receiver often is a secret of its own: only the host is shown. */
const hostOf = (url: string | null): string => (url === null ? 'mail' : new URL(url).host);

const toView = (row: Row): DeliveryView => ({
  id: row.event_id,
  route: row.route,
  webhookId: row.endpoint_id,
  receiver: hostOf(row.url),
  event: row.event,
  model: row.model,
  state: row.state,
  attempts: row.attempts,
  status: row.last_status,
  error: row.last_error,
  createdAt: row.created_at.toISOString(),
  nextAttemptAt: row.state === 'waiting' ? row.next_attempt_at.toISOString() : null,
  finishedAt: row.finished_at?.toISOString() ?? null,
});

/** Newest first. */
export async function selectDeliveries(db: Queryable, filter: DeliveryFilter): Promise<Page<DeliveryView>> {
  const { alertId = null, endpointId = null, deliveryId = null, cursor = null, limit } = filter;
  const { rows } = await db.query<Row>(SELECT, [alertId, endpointId, deliveryId, cursor, limit + 1]);
  const shown = rows.slice(0, limit);
  return { items: shown.map(toView), nextCursor: rows.length > limit ? (shown.at(-1)?.cursor ?? null) : null };
}
