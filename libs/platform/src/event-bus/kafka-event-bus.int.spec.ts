import { describeWithServer, eventBusConformance, testKafka } from '@plumbline/testing';
import { createEventBus } from './create-event-bus';

describeWithServer('kafka', 'Kafka event bus', () => {
  jest.setTimeout(120_000);

  eventBusConformance(async () => {
    const { brokers, topicPrefix } = testKafka();
    return {
      connect: () => createEventBus({ databaseUrl: '', kafkaBrokers: brokers, topicPrefix, clientId: 'conformance' }),
      dispose: () => Promise.resolve(),
    };
  });

  it('rejects, and hangs nobody up, when no broker answers', async () => {
    const bus = createEventBus({ databaseUrl: '', kafkaBrokers: ['127.0.0.1:1'], clientId: 'nobody' });
    await expect(bus.publish('plumbline.events', [{ key: 'k', value: 'v' }])).rejects.toMatchObject({
      code: 'event_bus_unavailable',
      retryable: true,
    });
    await bus.close();
  });
});
