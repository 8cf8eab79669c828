import type { EventBus } from '@plumbline/platform';
import { eventBusConformance } from '../conformance/event-bus-conformance';
import { InMemoryEventBus } from './in-memory-event-bus';

/** Several clients of one log: closing a client must not close the log. */
class Client implements EventBus {
  readonly kind = 'embedded';
  private readonly closing: (() => Promise<void>)[] = [];
  private readonly own = new InMemoryEventBus();
  constructor(private readonly log: InMemoryEventBus) {}
  publish: EventBus['publish'] = async (topic, records) => {
    await this.own.publish(topic, []);
    await this.log.publish(topic, records);
  };
  subscribe: EventBus['subscribe'] = async (options) => {
    const subscription = await this.log.subscribe(options);
    this.closing.push(() => subscription.close());
    return subscription;
  };
  lag: EventBus['lag'] = (group, topic) => this.log.lag(group, topic);
  close = async (): Promise<void> => {
    await this.own.close();
    await Promise.all(this.closing.map((close) => close()));
  };
}

describe('InMemoryEventBus', () => {
  eventBusConformance(async () => {
    const log = new InMemoryEventBus();
    return { connect: () => new Client(log), dispose: () => log.close() };
  });

  it('settles when every group has handled everything', async () => {
    const bus = new InMemoryEventBus();
    let handled = 0;
    await bus.subscribe({
      topic: 'plumbline.events',
      group: 'g',
      onBatch: async ({ records }) => void (handled += records.length),
    });
    await bus.publish(
      'plumbline.events',
      [1, 2, 3].map((i) => ({ key: `k${i}`, value: `${i}` })),
    );
    await bus.settled();
    expect(handled).toBe(3);
    expect(bus.published('plumbline.events')).toHaveLength(3);
  });
});
