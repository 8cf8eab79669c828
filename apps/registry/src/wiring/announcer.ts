import { publishDomainEvent, type EventBus, type Logger } from '@plumbline/platform';

type NewDomainEvent = Parameters<typeof publishDomainEvent>[1];

/** Tells the rest of the house, after the commit. The database is the truth: an event that is lost loses nothing else. */
export class Announcer {
  constructor(
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly logger: Logger,
  ) {}

  async announce(event: NewDomainEvent): Promise<void> {
    try {
      await publishDomainEvent(this.bus, event);
    } catch (err) {
      this.logger.warn({ err, kind: event.kind, model: event.model }, 'a domain event was not published');
    }
  }
}
