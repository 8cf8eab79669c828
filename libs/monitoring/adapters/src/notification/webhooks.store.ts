import type { Page, WebhookView } from '@plumbline/contracts';
import { uuidv7 } from 'uuidv7';
import type { Queryable } from '../queryable';
import { newWebhookSecret, type SecretBox } from './secret-box';

export interface NewWebhook {
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly models: readonly string[];
  readonly actor: string;
}

/** What a delivery needs of its endpoint. */
export interface WebhookTarget {
  readonly url: string;
  readonly isDisabled: boolean;
  /** The current one, and the one before while it still counts. */
  readonly secrets: string[];
}

interface Row {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly events: string[];
  readonly models: string[];
  readonly created_by: string;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly disabled_reason: string | null;
  readonly previous_secret_until: Date | null;
  readonly last_delivery: WebhookView['lastDelivery'];
}

const SELECT = `
  SELECT e.id, e.url, e.description, e.events, e.models, e.created_by, e.created_at, e.disabled_at, e.disabled_reason,
         CASE WHEN e.previous_secret_until > clock_timestamp() THEN e.previous_secret_until END AS previous_secret_until,
         (SELECT json_build_object('state', d.state, 'at', coalesce(d.finished_at, d.created_at), 'status', d.last_status)
            FROM delivery d WHERE d.endpoint_id = e.id ORDER BY d.created_at DESC LIMIT 1) AS last_delivery
    FROM webhook_endpoint e`;

function toView(row: Row): WebhookView {
  const { id, url, description, events, models } = row;
  return {
    ...{ id, url, description, events, models },
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    previousSecretUntil: row.previous_secret_until?.toISOString() ?? null,
    lastDelivery: row.last_delivery && { ...row.last_delivery, at: new Date(row.last_delivery.at).toISOString() },
  };
}

/** Endpoints and their secrets; a secret leaves this class only when it is made, and to sign. */
export class WebhooksStore {
  constructor(private readonly box: SecretBox) {}

  async insert(db: Queryable, webhook: NewWebhook): Promise<{ id: string; secret: string }> {
    const { url, description, events, models, actor } = webhook;
    const [id, secret] = [uuidv7(), newWebhookSecret()];
    await db.query(
      `INSERT INTO webhook_endpoint (id, url, description, events, models, secret, created_by)
       VALUES ($1::uuid, $2, $3, $4::text[], $5::text[], $6::bytea, $7)`,
      [id, url, description, events, models, this.box.seal(secret, id), actor],
    );
    return { id, secret };
  }

  /** @returns null when there is no such endpoint */
  async rotate(db: Queryable, id: string, overlapMs: number): Promise<string | null> {
    const secret = newWebhookSecret();
    const { rows } = await db.query(
      `UPDATE webhook_endpoint SET previous_secret = secret, secret = $2::bytea,
              previous_secret_until = clock_timestamp() + $3::int * interval '1 millisecond'
        WHERE id = $1::uuid AND deleted_at IS NULL RETURNING id`,
      [id, this.box.seal(secret, id), overlapMs],
    );
    return rows.length > 0 ? secret : null;
  }

  async find(db: Queryable, id: string): Promise<WebhookView | null> {
    const { rows } = await db.query<Row>(`${SELECT} WHERE e.id = $1::uuid AND e.deleted_at IS NULL`, [id]);
    return rows[0] ? toView(rows[0]) : null;
  }

  /** Newest first. */
  async page(db: Queryable, cursor: string | null, limit: number): Promise<Page<WebhookView>> {
    const { rows } = await db.query<Row>(
      `${SELECT} WHERE e.deleted_at IS NULL AND ($1::uuid IS NULL OR e.id < $1::uuid) ORDER BY e.id DESC LIMIT $2::int`,
      [cursor, limit + 1],
    );
    const shown = rows.slice(0, limit);
    return { items: shown.map(toView), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  /** Its secrets go at once; what waits for it is given up. @returns false when there is no such endpoint */
  async remove(db: Queryable, id: string): Promise<boolean> {
    const { rows } = await db.query(
      `UPDATE webhook_endpoint SET deleted_at = clock_timestamp(), secret = '', previous_secret = NULL
        WHERE id = $1::uuid AND deleted_at IS NULL RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  async disable(db: Queryable, id: string, reason: string): Promise<boolean> {
    const { rows } = await db.query(
      `UPDATE webhook_endpoint SET disabled_at = clock_timestamp(), disabled_reason = $2
        WHERE id = $1::uuid AND disabled_at IS NULL RETURNING id`,
      [id, reason],
    );
    return rows.length > 0;
  }

  /** @returns false when it was not disabled, or is not there */
  async enable(db: Queryable, id: string): Promise<boolean> {
    const { rows } = await db.query(
      `UPDATE webhook_endpoint SET disabled_at = NULL, disabled_reason = NULL
        WHERE id = $1::uuid AND deleted_at IS NULL AND disabled_at IS NOT NULL RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  async target(db: Queryable, id: string): Promise<WebhookTarget | null> {
    const { rows } = await db.query<{ url: string; gone: boolean; secret: Buffer; previous: Buffer | null }>(
      `SELECT url, disabled_at IS NOT NULL AS gone, secret,
              CASE WHEN previous_secret_until > clock_timestamp() THEN previous_secret END AS previous
         FROM webhook_endpoint WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const sealed = row.previous === null ? [row.secret] : [row.secret, row.previous];
    return { url: row.url, isDisabled: row.gone, secrets: sealed.map((box) => this.box.unseal(box, id)) };
  }
}
