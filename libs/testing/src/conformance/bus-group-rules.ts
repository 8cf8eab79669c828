import { numbers, TOPIC, type BusRules } from './bus-world';
import { waitUntil } from './wait-until';

export const GROUP_RULES: BusRules = {
  'gives a batch to the next member when the first closed without having handled it': async ({
    bus,
    mine,
    group,
    connect,
    collect,
  }) => {
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
  },

  'finishes the batch in hand before it leaves, and does not give it again': async ({
    bus,
    mine,
    group,
    connect,
    collect,
  }) => {
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
  },

  'shares the partitions among the members of a group, each partition with one of them': async ({
    bus,
    mine,
    group,
    connect,
  }) => {
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
  },

  'hands all partitions over when a member leaves': async ({ bus, mine, connect, collect }) => {
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
  },

  'lets each group read all, a new one from the start': async ({ bus, mine, group, connect, collect }) => {
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
  },

  'tells the lag of a group: all that it has not handled': async ({ bus, mine, group, collect }) => {
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
  },
};
