import { createHash } from 'node:crypto';
import { domainEventSchema, TOPICS } from '@plumbline/contracts';
import type { EventBus, IncomingRecord, Subscription } from '@plumbline/platform';
import type { Pool } from 'pg';
import { deliveriesStore, type NotifiedEvent } from './deliveries.store';

const GROUP = 'plumbline-webhooks';

/** These are in the outbox already, written with the alert. */
const IN_OUTBOX: readonly string[] = ['alert.raised', 'alert.resolved'];

/** The same record is the same event, however often the bus gives it. */
function eventOf(place: string, record: IncomingRecord): NotifiedEvent | null {
  let json: unknown;
  try {
    json = JSON.parse(record.value);
  } catch {
    return null;
  }
  const { data: event } = domainEventSchema.safeParse(json);
  if (event === undefined || IN_OUTBOX.includes(event.kind)) return null;
  const id = `msg_${createHash('sha256').update(`${place}:${record.offset}`).digest('hex').slice(0, 32)}`;
  const { kind: type, model, summary, detail } = event;
  return { id, type, model, at: new Date(record.timestampMs), data: { model, summary, ...detail } };
}

/** Puts the domain events of the bus into the outbox of the webhooks that want them. */
export function relayDomainEvents(
  bus: Pick<EventBus, 'subscribe'>,
  pool: Pool,
  onError: (error: unknown) => void,
): Promise<Subscription> {
  return bus.subscribe({
    topic: TOPICS.domainEvents,
    group: GROUP,
    onBatch: async ({ source, topic, partition, records }) => {
      for (const record of records) {
        const event = eventOf(`${source}:${topic}:${partition}`, record);
        // A new group reads the topic from its beginning: an endpoint hears of what was published since it exists.
        if (event !== null) await deliveriesStore.toWebhooks(pool, event, event.at);
      }
    },
    onError,
  });
}
