import { WEBHOOK_TEST_EVENT, type DeliveryView, type NewWebhookBody, type NewWebhookView } from '@plumbline/contracts';
import {
  deliveriesStore,
  newEventId,
  selectDeliveries,
  type Queryable,
  type Receivers,
  type WebhooksStore,
} from '@plumbline/monitoring-adapters';
import type { PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { prismaQueryable } from '../prisma-queryable';
import { WebhookDisabledError, WebhookNotFoundError } from './webhook.errors';

interface Entry {
  readonly id: string;
  readonly action: 'created' | 'deleted' | 'secret_rotated' | 'enabled' | 'tested';
  readonly detail?: Readonly<Record<string, unknown>>;
}

const HOUR_MS = 3_600_000;

/** What admins do about webhooks: each change with its audit entry. Neither secret nor path ever gets into one. */
export class WebhookDesk {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
    private readonly webhooks: WebhooksStore,
    private readonly receivers: Receivers,
  ) {}

  /** @returns the secret, for the only time */
  create(body: NewWebhookBody, actor: string): Promise<NewWebhookView> {
    const url = new URL(body.url);
    this.receivers.check(url);
    return this.changed(actor, async (db, record) => {
      const { id, secret } = await this.webhooks.insert(db, { ...body, actor });
      await record({ id, action: 'created', detail: { host: url.host, events: body.events, models: body.models } });
      return this.withSecret(db, id, secret);
    });
  }

  rotate(id: string, overlapHours: number, actor: string): Promise<NewWebhookView> {
    return this.changed(actor, async (db, record) => {
      const secret = await this.webhooks.rotate(db, id, Math.round(overlapHours * HOUR_MS));
      if (secret === null) throw new WebhookNotFoundError(id);
      await record({ id, action: 'secret_rotated', detail: { overlapHours } });
      return this.withSecret(db, id, secret);
    });
  }

  remove(id: string, actor: string): Promise<void> {
    return this.changed(actor, async (db, record) => {
      if (!(await this.webhooks.remove(db, id))) throw new WebhookNotFoundError(id);
      await record({ id, action: 'deleted' });
    });
  }

  /** Enabling what is enabled changes nothing. */
  enable(id: string, actor: string): Promise<void> {
    return this.changed(actor, async (db, record) => {
      if ((await this.webhooks.find(db, id)) === null) throw new WebhookNotFoundError(id);
      if (await this.webhooks.enable(db, id)) await record({ id, action: 'enabled' });
    });
  }

  /** Puts a test event into the outbox; the answer is the delivery as it waits. */
  test(id: string, actor: string): Promise<DeliveryView> {
    return this.changed(actor, async (db, record) => {
      const found = await this.webhooks.find(db, id);
      if (found === null) throw new WebhookNotFoundError(id);
      if (found.disabledAt !== null) throw new WebhookDisabledError(id);
      const data = { message: 'A test, asked for by an admin.' };
      const event = { id: newEventId(), type: WEBHOOK_TEST_EVENT, at: new Date(), model: '', data };
      const deliveryId = await deliveriesStore.toWebhook(db, id, event);
      await record({ id, action: 'tested' });
      return (await selectDeliveries(db, { deliveryId, limit: 1 })).items[0] as DeliveryView;
    });
  }

  private async withSecret(db: Queryable, id: string, secret: string): Promise<NewWebhookView> {
    const found = await this.webhooks.find(db, id);
    if (found === null) throw new WebhookNotFoundError(id);
    return { ...found, secret };
  }

  private changed<T>(
    actor: string,
    change: (db: Queryable, record: (entry: Entry) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    return this.prisma.$transaction((tx) =>
      change(prismaQueryable(tx), ({ id, action, detail = {} }) =>
        this.auditIn(tx).record({
          ...{ actor, action: `webhook.${action}`, resourceType: 'webhook', resourceId: id, detail },
        }),
      ),
    );
  }
}
