import { describeWithServer, processEnvironment, testDatabase, testKafka, waitUntil } from '@plumbline/testing';
import type { ConsumerOptions } from '../testing/consumer-process';
import { type ConsumerWorld, consumerWorld } from '../testing/consumers.builder';
import { type EventFlood, eventFlood } from '../testing/event-flood.builder';

/** Full size, as in docs/benchmarks.md: PLUMBLINE_TEST_KILL_EVENTS=500000 npm test -- killed-consumer */
const EVENTS = Number(processEnvironment()['PLUMBLINE_TEST_KILL_EVENTS'] ?? 60_000);
const TIMEOUT_MS = 1_200_000;
/** A member that is killed is missed after this time, and the next one gets its partitions. */
const KAFKA_SESSION_MS = 2_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Size {
  readonly events: number;
  readonly kills: number;
  readonly kafka?: NonNullable<ConsumerOptions['kafka']>;
}

/**
 * Kills at a random share of what is left for the kills to come, and a random moment later; one in five while the consumer
 * still starts.
 */
async function killOnce(world: ConsumerWorld, total: number, left: number): Promise<number> {
  const consumer = world.start();
  const before = await world.committed();
  if (Math.random() < 0.2) await pause(Math.random() * 1_000);
  else {
    const at = before + 1 + Math.floor(((total - before) / (left + 1)) * Math.random());
    await waitUntil(`${at} of ${total} records`, async () => (await world.committed()) >= at, TIMEOUT_MS);
    await pause(Math.random() * 20);
  }
  await consumer.end('SIGKILL');
  return world.committed();
}

function suite(sizeOf: () => Size): void {
  let world: ConsumerWorld;
  let flood: EventFlood;
  let size: Size;
  beforeAll(async () => {
    size = sizeOf();
    flood = eventFlood(size.events);
    world = await consumerWorld(await testDatabase(), size.kafka, {
      maxBatch: Math.max(100, Math.floor(size.events / 500)),
    });
    await world.publish(flood);
  }, TIMEOUT_MS);
  afterAll(() => world?.close());

  it(
    'every counter equals a recount by one thread, however often the consumer was killed in the middle',
    async () => {
      const total = flood.predictions.length + flood.outcomes.length;
      const committedAtKill: number[] = [];
      for (let left = size.kills; left > 0; left -= 1) committedAtKill.push(await killOnce(world, total, left));
      world.start();
      await waitUntil('all is consumed', () => world.isDone(), TIMEOUT_MS);
      expect(committedAtKill).toHaveLength(size.kills);
      expect(committedAtKill.filter((committed) => committed >= total)).toEqual([]);
      expect(await world.totals()).toEqual(flood.totals);
      expect(await world.differences(flood)).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

describeWithServer('database', 'a consumer on the embedded bus that is killed', () =>
  suite(() => ({ events: EVENTS, kills: 20 })),
);
// On Kafka each death costs its session time-out: fewer of them, unless the full size is asked for.
describeWithServer(['database', 'kafka'], 'a consumer on Kafka that is killed', () =>
  suite(() => {
    const { brokers, topicPrefix } = testKafka();
    const kafka = { kafkaBrokers: brokers, topicPrefix, sessionTimeoutMs: KAFKA_SESSION_MS };
    return EVENTS > 60_000 ? { events: EVENTS, kills: 20, kafka } : { events: 8_000, kills: 2, kafka };
  }),
);
