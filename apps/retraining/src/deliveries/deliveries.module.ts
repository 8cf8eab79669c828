import { Module, type Provider } from '@nestjs/common';
import {
  AlertStore,
  createMailer,
  Deliverer,
  hasMail,
  Receivers,
  SecretBox,
  SweepDeliveries,
  WatchModels,
  WebhooksStore,
} from '@plumbline/monitoring-adapters';
import { publishDomainEvent, systemClock, type EventBus, type JobQueue, type Logger } from '@plumbline/platform';
import { DEFAULT_SCHEDULE } from '@plumbline/monitoring-core';
import type { Pool } from 'pg';
import type { RetrainingSettings } from '../env';
import { EVENT_BUS, JOB_QUEUE, LOGGER, POOL, SETTINGS } from '../tokens';
import { EventRelay } from './event-relay';

async function deliverer(settings: RetrainingSettings, pool: Pool, bus: EventBus): Promise<Deliverer> {
  const ports = {
    pool,
    webhooks: new WebhooksStore(await SecretBox.open(settings.PLUMBLINE_DATA_DIR)),
    receivers: new Receivers(settings.WEBHOOK_ALLOWED_HOSTS),
    mailer: createMailer(settings),
    clock: systemClock,
    onDisabled: (webhookId: string, host: string) =>
      publishDomainEvent(bus, {
        ...{ kind: 'webhook.disabled', model: '', detail: { webhookId, host } },
        summary: `the webhook to ${host} is disabled: its receiver answered 410 Gone`,
      }),
  };
  return new Deliverer(ports, { schedule: { ...DEFAULT_SCHEDULE, firstDelayMs: settings.DELIVERY_RETRY_MS } });
}

const providers: Provider[] = [
  { provide: Deliverer, inject: [SETTINGS, POOL, EVENT_BUS], useFactory: deliverer },
  {
    provide: SweepDeliveries,
    inject: [POOL, JOB_QUEUE],
    useFactory: (pool: Pool, jobs: JobQueue) => new SweepDeliveries(pool, jobs),
  },
  {
    provide: WatchModels,
    inject: [POOL, EVENT_BUS, SETTINGS],
    useFactory: (pool: Pool, bus: EventBus, settings: RetrainingSettings) =>
      new WatchModels({ pool, bus, alerts: new AlertStore(systemClock, hasMail(settings)), clock: systemClock }),
  },
  {
    provide: EventRelay,
    inject: [EVENT_BUS, POOL, LOGGER],
    useFactory: (bus: EventBus, pool: Pool, logger: Logger) => new EventRelay(bus, pool, logger),
  },
];

/** Webhooks, e-mails, and the alerts that no closed window raises. */
@Module({ providers, exports: providers })
export class DeliveriesModule {}
