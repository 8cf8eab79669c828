import { TOPICS, domainEventSchema, type DomainEvent } from '@plumbline/contracts';
import type { EventBus } from './event-bus.port';

export type NewDomainEvent = Pick<DomainEvent, 'kind' | 'model' | 'summary'> & {
  readonly detail?: DomainEvent['detail'];
};

/** Tells the dashboard's live stream and other systems what changed. Events of one model keep their order. */
export async function publishDomainEvent(
  bus: Pick<EventBus, 'publish'>,
  event: NewDomainEvent,
  at: Date = new Date(),
): Promise<void> {
  const value = domainEventSchema.parse({ detail: {}, ...event, at: at.toISOString() });
  await bus.publish(TOPICS.domainEvents, [{ key: event.model, value: JSON.stringify(value) }]);
}
