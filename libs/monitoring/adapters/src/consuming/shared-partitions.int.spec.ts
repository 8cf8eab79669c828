import { TOPICS } from '@plumbline/contracts';
import { describeWithServer, testDatabase, testKafka, waitUntil } from '@plumbline/testing';
import type { ConsumerOptions } from '../testing/consumer-process';
import { type Consumer, type ConsumerWorld, consumerWorld } from '../testing/consumers.builder';
import { eventFlood } from '../testing/event-flood.builder';

const TIMEOUT_MS = 300_000;
const LOTS = 20;
const flood = eventFlood(12_000);

const readsPredictions = ({ said }: Consumer): boolean => [...said].some((line) => line.startsWith(TOPICS.predictions));

function suite(kafka: () => ConsumerOptions['kafka']): void {
  let world: ConsumerWorld;
  beforeAll(async () => {
    world = await consumerWorld(await testDatabase(), kafka(), { maxBatch: 100 });
  }, TIMEOUT_MS);
  afterAll(() => world?.close());

  it(
    'share the partitions; one that joins and one that leaves lose and double nothing',
    async () => {
      let lot = 0;
      const publishLot = () => world.publish(flood, { from: lot / LOTS, to: ++lot / LOTS });
      /** A member that has joined reads what comes from then on. */
      const publishUntilRead = async (consumer: Consumer): Promise<void> => {
        await waitUntil('it is ready', () => consumer.said.has('ready'), TIMEOUT_MS);
        for (const atMost = lot + 6; lot < atMost && !readsPredictions(consumer);) {
          await publishLot();
          await waitUntil('it reads', () => readsPredictions(consumer), 3_000).catch(() => undefined);
        }
        expect(readsPredictions(consumer)).toBe(true);
      };
      const [first, second] = [world.start(), world.start()];
      await publishUntilRead(first);
      await publishUntilRead(second);
      const third = world.start();
      await publishUntilRead(third);
      await publishLot();
      await first.end('SIGTERM');
      while (lot < LOTS) await publishLot();
      await waitUntil('all is consumed', () => world.isDone(), TIMEOUT_MS);
      expect(await world.totals()).toEqual(flood.totals);
      expect(await world.differences(flood)).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

describeWithServer('database', 'consumers of one group on the embedded bus', () => suite(() => undefined));
describeWithServer(['database', 'kafka'], 'consumers of one group on Kafka', () =>
  suite(() => {
    const { brokers, topicPrefix } = testKafka();
    return { kafkaBrokers: brokers, topicPrefix, sessionTimeoutMs: 6_000 };
  }),
);
