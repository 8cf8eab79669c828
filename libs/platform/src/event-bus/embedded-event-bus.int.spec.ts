import type { Pool } from 'pg';
import {
  describeWithServer,
  eventBusConformance,
  testDatabase,
  waitUntil,
  type TestDatabase,
} from '@plumbline/testing';
import { createPool } from '../database/create-pool';
import { createEventBus } from './create-event-bus';
import { pruneRecords } from './embedded-log';
import type { RecordBatch } from './event-bus.port';

const TOPIC = 'plumbline.events';

describeWithServer('database', 'embedded event bus', () => {
  jest.setTimeout(120_000);

  eventBusConformance(async () => {
    const database = await testDatabase();
    return {
      connect: () => createEventBus({ databaseUrl: database.url, clientId: 'conformance' }),
      dispose: () => database.drop(),
    };
  });

  describe('on its database', () => {
    let database: TestDatabase;
    let pool: Pool;
    beforeAll(async () => {
      database = await testDatabase();
      pool = createPool(database.url);
    });
    afterAll(async () => {
      await pool.end();
      await database.drop();
    });
    const bus = () => createEventBus({ databaseUrl: database.url, clientId: 'spec' });

    it('numbers records without gaps, also when a publish was rolled back', async () => {
      const publisher = bus();
      await publisher.publish(TOPIC, [{ key: 'a', value: '1' }]);
      await expect(publisher.publish(TOPIC, [{ key: 'a', value: 'NUL \u0000 cannot be stored' }])).rejects.toThrow();
      await publisher.publish(TOPIC, [{ key: 'a', value: '2' }]);
      const { rows } = await pool.query('SELECT record_offset, value FROM bus_record WHERE topic = $1 ORDER BY 1', [
        TOPIC,
      ]);
      expect(rows).toEqual([
        { record_offset: '0', value: '1' },
        { record_offset: '1', value: '2' },
      ]);
      await publisher.close();
    });

    it.each([
      ['quotes, lines and letters of every width', ['{"a":"\\"x\\""}', 'two\nlines', 'žluťoučký 𝄞', '\\']],
      ['the character that separates records on their way', ['a\u001eb', '\u001e']],
      ['an empty text among others', ['x', '', 'y']],
      ['an empty text alone', ['']],
    ])('keeps values as they are: %s', async (_, values) => {
      const publisher = bus();
      const key = `as-it-is ${values.join()}`;
      await publisher.publish(
        TOPIC,
        values.map((value) => ({ key, value })),
      );
      const { rows } = await pool.query<{ value: string }>(
        'SELECT value FROM bus_record WHERE key = $1 ORDER BY record_offset',
        [key],
      );
      expect(rows.map(({ value }) => value)).toEqual(values);
      await publisher.close();
    });

    it('delivers a record well before the poll, by notification', async () => {
      const reader = bus();
      let arrivedAt = 0;
      await reader.subscribe({ topic: TOPIC, group: 'quick', onBatch: async () => void (arrivedAt = Date.now()) });
      await waitUntil('it has caught up', async () => (await reader.lag('quick', TOPIC)) === 0);
      const waits: number[] = [];
      for (let i = 0; i < 5; i++) {
        arrivedAt = 0;
        const sentAt = Date.now();
        await reader.publish(TOPIC, [{ key: `k${i}`, value: 'now' }]);
        await waitUntil('it came', () => arrivedAt > 0);
        waits.push(arrivedAt - sentAt);
      }
      await reader.close();
      expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(500);
    });

    it('joins again and goes on when every one of its sessions is cut', async () => {
      const reader = bus();
      const seen: string[] = [];
      await reader.subscribe({
        topic: TOPIC,
        group: 'cut',
        onError: () => undefined,
        onBatch: async ({ records }) => void seen.push(...records.map(({ value }) => value)),
      });
      await waitUntil('it reads', () => seen.length > 0);
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'plumbline-%' AND pid <> pg_backend_pid()
           AND application_name <> 'plumbline'`,
      );
      const publisher = createEventBus({ databaseUrl: database.url, pool, clientId: 'publisher' });
      await publisher.publish(TOPIC, [{ key: 'z', value: 'after the cut' }]);
      await waitUntil('the record after the cut came', () => seen.includes('after the cut'));
      await publisher.publish(TOPIC, [{ key: 'z', value: 'later' }]);
      await waitUntil('the next one came', () => seen.includes('later'));
      await publisher.close();
      await reader.close();
    });

    it('forgets old records once every group has handled them, and its offsets and lag stay right', async () => {
      const topic = 'plumbline.outcomes';
      const both = bus();
      const read = async (group: string) => {
        const seen: string[] = [];
        const onBatch = async ({ records }: RecordBatch) => void seen.push(...records.map(({ value }) => value));
        const subscription = await both.subscribe({ topic, group, onBatch });
        await waitUntil('it has caught up', async () => (await both.lag(group, topic)) === 0);
        await subscription.close();
        return seen.sort();
      };
      await both.publish(topic, [{ key: 'a', value: 'old' }]);
      await pool.query(`UPDATE bus_record SET at = now() - interval '10 days' WHERE topic = $1`, [topic]);
      expect(await read('quick')).toEqual(['old']);
      await both.publish(topic, [{ key: 'a', value: 'new' }]);
      // A slow group that has handled nothing holds everything.
      await pool.query(
        `INSERT INTO bus_group_offset SELECT 'slow', topic, partition, 0 FROM bus_partition WHERE topic = $1`,
        [topic],
      );
      expect(await pruneRecords(pool, 86_400_000)).toBe(0);
      expect(await read('slow')).toEqual(['new', 'old']);
      expect(await pruneRecords(pool, 86_400_000)).toBe(1);
      expect(await both.lag('later', topic)).toBe(1);
      expect(await read('later')).toEqual(['new']);
      await both.close();
    });

    it('leaves no session and no lock behind when it is closed', async () => {
      const reader = bus();
      await reader.subscribe({ topic: TOPIC, group: 'tidy', onBatch: async () => undefined });
      await reader.close();
      await waitUntil('its sessions are gone', async () => {
        const { rows } = await pool.query(
          `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND application_name <> 'plumbline'`,
        );
        return rows[0].open === 0;
      });
    });
  });
});
