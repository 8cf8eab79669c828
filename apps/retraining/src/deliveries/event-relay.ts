import { relayDomainEvents } from '@plumbline/monitoring-adapters';
import type { EventBus, Logger, Subscription } from '@plumbline/platform';
import type { Pool } from 'pg';

/** Carries domain events from the bus to the webhooks for as long as the process lives. */
export class EventRelay {
  private subscription: Promise<Subscription | undefined> = Promise.resolve(undefined);

  constructor(
    private readonly bus: EventBus,
    private readonly pool: Pool,
    private readonly logger: Logger,
  ) {}

  /** The workers work without it: a bus that is down must not keep them from starting. */
  open(): void {
    const onError = (err: unknown) =>
      this.logger.warn({ err }, 'domain events did not reach the webhooks and are tried again');
    this.subscription = relayDomainEvents(this.bus, this.pool, onError).catch((err: unknown) => {
      this.logger.error({ err }, 'no webhooks of domain events: the event bus does not answer');
      return undefined;
    });
  }

  async close(): Promise<void> {
    await (await this.subscription)?.close();
  }
}
