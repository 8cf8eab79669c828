import { domainEventSchema, TOPICS, type DomainEvent } from '@plumbline/contracts';
import type { EventBus, Logger } from '@plumbline/platform';
import { uuidv7 } from 'uuidv7';

/** Tells the rest of the house, after the commit. The database is the truth: an event that is lost loses nothing else. */
export class Announcer {
  constructor(
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly logger: Logger,
  ) {}

  async announce(event: Pick<DomainEvent, 'kind' | 'model' | 'summary'> & Partial<DomainEvent>): Promise<void> {
    const data = domainEventSchema.parse({ at: new Date().toISOString(), ...event });
    const envelope = {
      specversion: '1.0',
      id: uuidv7(),
      source: 'plumbline/registry',
      type: `plumbline.${data.kind}`,
      time: data.at,
      datacontenttype: 'application/json',
      subject: data.model,
      data,
    };
    try {
      await this.bus.publish(TOPICS.domainEvents, [{ key: data.model, value: JSON.stringify(envelope) }]);
    } catch (error) {
      this.logger.warn({ err: error, kind: data.kind, model: data.model }, 'a domain event was not published');
    }
  }
}
