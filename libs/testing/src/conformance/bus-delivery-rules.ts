import type { RecordBatch } from '@plumbline/platform';
import { numbers, TOPIC, type BusRules } from './bus-world';
import { waitUntil } from './wait-until';

export const DELIVERY_RULES: BusRules = {
  'keeps the order of a key over many publishes': async ({ bus, mine, group }) => {
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
    for (const key of keys) expect(seen.get(mine.key(key))).toEqual(numbers(30).map(String));
  },

  'carries key, value and headers, and offsets that count up within a partition': async ({ bus, mine, group }) => {
    const batches: RecordBatch[] = [];
    await bus.publish(TOPIC, [{ ...mine.record('k', '{"ä":"🙂"}'), headers: { ce_type: 'a.b', other: 'é' } }]);
    await bus.publish(TOPIC, [mine.record('k', 2)]);
    await bus.subscribe({ topic: TOPIC, group, maxBatch: 10, onBatch: async (batch) => void batches.push(batch) });
    const records = () => batches.flatMap((batch) => mine.in(batch));
    await waitUntil('both records came', () => records().length === 2);
    const [first, second] = records();
    expect(first).toMatchObject({ key: mine.key('k'), value: '{"ä":"🙂"}', headers: { ce_type: 'a.b', other: 'é' } });
    expect(second).toMatchObject({ value: '2', headers: {} });
    expect(second && first && second.offset > first.offset).toBe(true);
    expect(Math.abs((first?.timestampMs ?? 0) - Date.now())).toBeLessThan(60_000);
    const holding = batches.filter((batch) => mine.in(batch).length > 0);
    expect(new Set(holding.map(({ topic }) => topic))).toEqual(new Set([TOPIC]));
    expect(new Set(batches.map(({ source }) => source)).size).toBe(1);
    expect(batches[0]?.source).not.toBe('');
  },

  'gives a batch again when its handler throws, and loses nothing behind it': async ({ bus, mine, group }) => {
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
  },

  'publishes nothing of a list that holds a record too large': async ({ bus, mine, collect }) => {
    const seen: string[] = [];
    const tooLarge = mine.record('large', 'x'.repeat(1_000_000));
    await expect(bus.publish(TOPIC, [mine.record('k', 'refused'), tooLarge])).rejects.toMatchObject({
      code: 'event_too_large',
    });
    await bus.publish(TOPIC, [mine.record('k', 'accepted')]);
    await collect(seen);
    await waitUntil('the accepted record came', () => seen.length > 0);
    expect(seen).toEqual(['accepted']);
  },

  'carries 5,000 records of one publish, in batches no larger than asked': async ({ bus, mine, group }) => {
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
  },

  'loses nothing and mixes nothing up when several clients publish at once': async ({ bus, mine, group, connect }) => {
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
  },

  'refuses to publish when it is closed': async ({ mine, connect }) => {
    const closed = connect();
    await closed.publish(TOPIC, [mine.record('k', 1)]);
    await closed.close();
    await expect(closed.publish(TOPIC, [mine.record('k', 2)])).rejects.toMatchObject({ code: 'event_bus_unavailable' });
  },
};
