import { publishDomainEvent, type EventBus, type Logger } from '@plumbline/platform';

type NewDomainEvent = Parameters<typeof publishDomainEvent>[1];

const MAX_WAITING = 10_000;

/**
 * Tells the rest of the house, after the commit and in order. Nobody waits for it: the database is the truth, and an event that
 * is lost loses nothing else.
 */
export class Announcer {
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly logger: Logger,
  ) {}

  announce(event: NewDomainEvent): void {
    const { kind, model } = event;
    if (this.waiting >= MAX_WAITING) {
      this.logger.warn({ kind, model }, 'a domain event was not published: too many wait for the bus');
      return;
    }
    this.waiting++;
    this.tail = this.tail.then(() => this.publish(event)).finally(() => this.waiting--);
  }

  /** Resolves when what was announced so far is on the bus. */
  drain(): Promise<void> {
    return this.tail;
  }

  private async publish(event: NewDomainEvent): Promise<void> {
    try {
      await publishDomainEvent(this.bus, event);
    } catch (err) {
      this.logger.warn({ err, kind: event.kind, model: event.model }, 'a domain event was not published');
    }
  }
}
