import { randomUUID } from 'node:crypto';
import { TOPICS } from '@plumbline/contracts';
import type { EventBus, OutgoingRecord, RecordBatch, Subscription } from '@plumbline/platform';
import { waitUntil } from './wait-until';

export interface EventBusHarness {
  /** Another client of the same log. */
  connect(): EventBus;
  dispose(): Promise<void>;
}

const TOPIC = TOPICS.predictions;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Records of one test: the log is shared, so that each test only looks at its own. */
class Mine {
  readonly tag = randomUUID();
  record = (key: string, value: number | string): OutgoingRecord => ({ key: `${this.tag}:${key}`, value: `${value}` });
  in = (batch: RecordBatch) => batch.records.filter(({ key }) => key.startsWith(this.tag));
}

/** What every EventBus must do. */
export function eventBusConformance(open: () => Promise<EventBusHarness>): void {
  let harness: EventBusHarness;
  let bus: EventBus;
  let mine: Mine;
  let group: string;
  const opened: EventBus[] = [];
  const connect = (): EventBus => {
    const next = harness.connect();
    opened.push(next);
    return next;
  };
  /** Subscribes and collects the values of this test's records. */
  const collect = async (into: string[], on = bus, inGroup = group): Promise<Subscription> =>
    on.subscribe({
      topic: TOPIC,
      group: inGroup,
      onBatch: async (batch) => void into.push(...mine.in(batch).map(({ value }) => value)),
    });

  beforeAll(async () => {
    harness = await open();
  });
  afterAll(async () => harness?.dispose());
  beforeEach(() => {
    mine = new Mine();
    group = `g-${mine.tag}`;
    bus = connect();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });

  it('keeps the order of a key over many publishes', async () => {
    const seen = new Map<string, string[]>();
    await bus.subscribe({
      topic: TOPIC,
      group,
      onBatch: async (batch) => {
        for (const { key, value } of mine.in(batch)) seen.set(key, [...(seen.get(key) ?? []), value]);
      },
    });
    const keys = numbers(8).map((key) => `k${key}`);
    for (const round of numbers(10)) {
      await bus.publish(
        TOPIC,
        numbers(3).flatMap((i) => keys.map((key) => mine.record(key, round * 3 + i))),
      );
    }
    const count = () => [...seen.values()].flat().length;
    await waitUntil('all records came', () => count() === 240);
    for (const key of keys) expect(seen.get(`${mine.tag}:${key}`)).toEqual(numbers(30).map(String));
  });

  it('carries key, value and headers, and offsets that count up within a partition', async () => {
    const batches: RecordBatch[] = [];
    await bus.publish(TOPIC, [{ ...mine.record('k', '{"ä":"🙂"}'), headers: { ce_type: 'a.b', other: 'é' } }]);
    await bus.publish(TOPIC, [mine.record('k', 2)]);
    await bus.subscribe({ topic: TOPIC, group, maxBatch: 10, onBatch: async (batch) => void batches.push(batch) });
    const records = () => batches.flatMap((batch) => mine.in(batch));
    await waitUntil('both records came', () => records().length === 2);
    const [first, second] = records();
    expect(first).toMatchObject({ key: `${mine.tag}:k`, value: '{"ä":"🙂"}', headers: { ce_type: 'a.b', other: 'é' } });
    expect(second).toMatchObject({ value: '2', headers: {} });
    expect(second && first && second.offset > first.offset).toBe(true);
    expect(Math.abs((first?.timestampMs ?? 0) - Date.now())).toBeLessThan(60_000);
    const holding = batches.filter((batch) => mine.in(batch).length > 0);
    expect(new Set(holding.map(({ topic }) => topic))).toEqual(new Set([TOPIC]));
    expect(new Set(batches.map(({ source }) => source)).size).toBe(1);
    expect(batches[0]?.source).not.toBe('');
  });

  it('gives a batch again when its handler throws, and loses nothing behind it', async () => {
    const errors: unknown[] = [];
    const seen: string[] = [];
    let failures = 0;
    await bus.subscribe({
      topic: TOPIC,
      group,
      maxBatch: 2,
      onError: (error) => errors.push(error),
      onBatch: async (batch) => {
        const values = mine.in(batch).map(({ value }) => value);
        if (values.includes('3') && failures++ < 2) throw new TypeError('the database is away');
        seen.push(...values);
      },
    });
    await bus.publish(
      TOPIC,
      numbers(10).map((i) => mine.record('one', i)),
    );
    await waitUntil('all ten came', () => new Set(seen).size === 10);
    expect(seen).toEqual(numbers(10).map(String));
    expect(errors.filter((error) => error instanceof TypeError)).toHaveLength(2);
  });

  it('gives a batch to the next member when the first closed without having handled it', async () => {
    let tried = 0;
    const first = await connect().subscribe({
      topic: TOPIC,
      group,
      onBatch: async (batch) => {
        if (mine.in(batch).length > 0) {
          tried++;
          throw new TypeError('not today');
        }
      },
    });
    await bus.publish(TOPIC, [mine.record('k', 'kept')]);
    await waitUntil('the first member tried', () => tried > 0);
    await first.close();
    const seen: string[] = [];
    await collect(seen);
    await waitUntil('the second member got it', () => seen.length > 0);
    expect(seen).toEqual(['kept']);
  });

  it('finishes the batch in hand before it leaves, and does not give it again', async () => {
    const done: string[] = [];
    let started = false;
    const first = await connect().subscribe({
      topic: TOPIC,
      group,
      onBatch: async (batch) => {
        const values = mine.in(batch).map(({ value }) => value);
        if (values.length === 0) return;
        started = true;
        await new Promise((resolve) => setTimeout(resolve, 300));
        done.push(...values);
      },
    });
    await bus.publish(TOPIC, [mine.record('k', 1)]);
    await waitUntil('the batch is in hand', () => started);
    await first.close();
    expect(done).toEqual(['1']);
    const again: string[] = [];
    await collect(again);
    await bus.publish(TOPIC, [mine.record('k', 2)]);
    await waitUntil('the next record came', () => again.includes('2'));
    expect(again).toEqual(['2']);
  });

  it('shares the partitions among the members of a group, each partition with one of them', async () => {
    const owners: Map<number, string>[] = [];
    const member = async (name: string) =>
      connect().subscribe({
        topic: TOPIC,
        group,
        onBatch: async (batch) => {
          for (const { value } of mine.in(batch)) {
            const round = (owners[Number(value)] ??= new Map());
            if (round.has(batch.partition) && round.get(batch.partition) !== name) round.set(batch.partition, 'both');
            else round.set(batch.partition, name);
          }
        },
      });
    await Promise.all([member('a'), member('b')]);
    let round = 0;
    await waitUntil(
      'both members hold two partitions',
      async () => {
        const now = ++round;
        await bus.publish(
          TOPIC,
          numbers(40).map((key) => mine.record(`k${key}`, now)),
        );
        await waitUntil('a round is handled', () => owners[now]?.size === 4);
        const held = [...(owners[now] as Map<number, string>).values()].sort();
        return held.join() === 'a,a,b,b';
      },
      40_000,
    );
    expect([...(owners[round] as Map<number, string>).keys()].sort()).toEqual([0, 1, 2, 3]);
  });

  it('hands all partitions over when a member leaves', async () => {
    const seen: string[] = [];
    const leaving = await collect([], connect());
    await collect(seen);
    await leaving.close();
    await bus.publish(
      TOPIC,
      numbers(40).map((key) => mine.record(`k${key}`, key)),
    );
    await waitUntil('the one who stayed got all', () => new Set(seen).size === 40);
    expect(seen.map(Number).sort((a, b) => a - b)).toEqual(numbers(40));
  });

  it('publishes nothing of a list that holds a record too large', async () => {
    const seen: string[] = [];
    const tooLarge = mine.record('large', 'x'.repeat(1_000_000));
    await expect(bus.publish(TOPIC, [mine.record('k', 'refused'), tooLarge])).rejects.toMatchObject({
      code: 'event_too_large',
    });
    await bus.publish(TOPIC, [mine.record('k', 'accepted')]);
    await collect(seen);
    await waitUntil('the accepted record came', () => seen.length > 0);
    expect(seen).toEqual(['accepted']);
  });

  it('lets each group read all, a new one from the start', async () => {
    const first: string[] = [];
    await collect(first);
    await bus.publish(
      TOPIC,
      numbers(5).map((i) => mine.record('k', i)),
    );
    await waitUntil('the first group has read', () => first.length === 5);
    const second: string[] = [];
    await collect(second, connect(), `${group}-later`);
    await waitUntil('the second group has read', () => second.length === 5);
    expect(second).toEqual(first);
  });

  it('tells the lag of a group: all that it has not handled', async () => {
    const before = await bus.lag(group, TOPIC);
    await bus.publish(
      TOPIC,
      numbers(7).map((i) => mine.record(`k${i}`, i)),
    );
    expect(await bus.lag(group, TOPIC)).toBe(before + 7);
    const seen: string[] = [];
    await collect(seen);
    await waitUntil('nothing is left', async () => (await bus.lag(group, TOPIC)) === 0);
    expect(seen).toHaveLength(7);
  });

  it('carries 5,000 records of one publish, in batches no larger than asked', async () => {
    const seen: string[] = [];
    const sizes: number[] = [];
    await bus.publish(
      TOPIC,
      numbers(5_000).map((i) => mine.record(`k${i % 97}`, i)),
    );
    await bus.subscribe({
      topic: TOPIC,
      group,
      maxBatch: 300,
      onBatch: async (batch) => {
        sizes.push(batch.records.length);
        seen.push(...mine.in(batch).map(({ value }) => value));
      },
    });
    await waitUntil('all came', () => seen.length >= 5_000);
    expect(new Set(seen).size).toBe(5_000);
    expect(seen).toHaveLength(5_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
  });

  it('loses nothing and mixes nothing up when several clients publish at once', async () => {
    const seen = new Map<string, string[]>();
    await bus.subscribe({
      topic: TOPIC,
      group,
      onBatch: async (batch) => {
        for (const { key, value } of mine.in(batch)) seen.set(key, [...(seen.get(key) ?? []), value]);
      },
    });
    const publishers = [bus, connect(), connect()];
    await Promise.all(
      publishers.map(async (publisher, p) => {
        for (const i of numbers(20))
          await publisher.publish(
            TOPIC,
            numbers(4).map((k) => mine.record(`p${p}k${k}`, i)),
          );
      }),
    );
    await waitUntil('all came', () => [...seen.values()].flat().length >= 240);
    expect(seen.size).toBe(12);
    for (const values of seen.values()) expect(values).toEqual(numbers(20).map(String));
  });

  it('refuses to publish when it is closed', async () => {
    const closed = connect();
    await closed.publish(TOPIC, [mine.record('k', 1)]);
    await closed.close();
    await expect(closed.publish(TOPIC, [mine.record('k', 2)])).rejects.toMatchObject({ code: 'event_bus_unavailable' });
  });
}
