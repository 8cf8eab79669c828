import type { Pool } from 'pg';
import { describeWithServer, testDatabase, waitUntil, type TestDatabase } from '@plumbline/testing';
import { createPool } from './create-pool';
import { createPrisma } from './create-prisma';
import { inTransaction } from './in-transaction';
import { listen } from './listen';

describeWithServer('database', 'the database pieces', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url, { applicationName: 'spec' });
    await pool.query('CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL)');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => void (await pool.query('TRUNCATE counter')));
  const rows = async () => (await pool.query('SELECT id, n FROM counter ORDER BY id')).rows as unknown[];

  it('commits what the work did and gives back its result', async () => {
    const result = await inTransaction(pool, async (client) => {
      await client.query('INSERT INTO counter VALUES (1, 1)');
      return 'done';
    });
    expect([result, await rows()]).toEqual(['done', [{ id: 1, n: 1 }]]);
  });

  it('rolls back when the work rejects, and the connection can be used again', async () => {
    const small = createPool(database.url, { max: 1 });
    const work = inTransaction(small, async (client) => {
      await client.query('INSERT INTO counter VALUES (1, 1)');
      throw new TypeError('second thoughts');
    });
    await expect(work).rejects.toThrow('second thoughts');
    expect((await small.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await small.end();
    expect(await rows()).toEqual([]);
  });

  it('runs the work again when two serializable transactions collide, so that no increment is lost', async () => {
    await pool.query('INSERT INTO counter VALUES (1, 0)');
    let runs = 0;
    const increment = () =>
      inTransaction(
        pool,
        async (client) => {
          runs++;
          const { rows: found } = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = 1');
          await new Promise((resolve) => setTimeout(resolve, 30));
          await client.query('UPDATE counter SET n = $1 WHERE id = 1', [(found[0]?.n ?? 0) + 1]);
        },
        { isolation: 'serializable', retries: 20 },
      );
    await Promise.all([increment(), increment(), increment()]);
    expect(await rows()).toEqual([{ id: 1, n: 3 }]);
    expect(runs).toBeGreaterThan(3);
  });

  it('tells when it gives up', async () => {
    let runs = 0;
    const work = inTransaction(
      pool,
      async (client) => {
        runs++;
        await client.query(`DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; END $$`);
      },
      { retries: 2 },
    );
    await expect(work).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(3);
  });

  it('reads and writes through the Prisma client', async () => {
    const prisma = createPrisma(database.url);
    await prisma.busGroupOffset.create({ data: { consumerGroup: 'g', topic: 't', partition: 0, nextOffset: 7n } });
    const { rows: found } = await pool.query('SELECT next_offset FROM bus_group_offset');
    expect(found).toEqual([{ next_offset: '7' }]);
    await prisma.$disconnect();
  });

  it('survives the death of an idle connection', async () => {
    const errors: Error[] = [];
    const victim = createPool(database.url, { applicationName: 'victim', onError: (error) => errors.push(error) });
    await victim.query('SELECT 1');
    await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'`);
    await waitUntil('the pool noticed', () => errors.length > 0);
    expect((await victim.query('SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    await victim.end();
  });

  it('begins on a new connection when the pooled one died, and rejects, no more, when it dies in the middle', async () => {
    const victim = createPool(database.url, { max: 1, applicationName: 'victim' });
    const kill = () =>
      pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'`);
    await victim.query('SELECT 1');
    await kill();
    await inTransaction(victim, (client) => client.query('INSERT INTO counter VALUES (1, 1)'));
    let runs = 0;
    const cut = inTransaction(victim, async (client) => {
      runs++;
      await client.query('INSERT INTO counter VALUES (2, 2)');
      await kill();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.query('INSERT INTO counter VALUES (3, 3)');
    });
    await expect(cut).rejects.toThrow();
    expect([runs, await rows()]).toEqual([1, [{ id: 1, n: 1 }]]);
    await victim.end();
  });

  it('hears notifications, and after its connection was cut says so and hears again', async () => {
    const heard: string[] = [];
    let connected = 0;
    const listener = await listen(database.url, 'spec_Channel', (payload) => heard.push(payload), {
      onConnect: () => connected++,
      reconnectMs: 50,
    });
    const notify = (text: string) => pool.query('SELECT pg_notify($1, $2)', ['spec_Channel', text]);
    await notify('one');
    await waitUntil('the first came', () => heard.length === 1);
    for (const round of [2, 3]) {
      await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'plumbline-listen%'`,
      );
      await waitUntil('it is connected again', () => connected === round);
    }
    await notify('two');
    await waitUntil('the second came', () => heard.length === 2);
    await listener.close();
    await notify('three');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard).toEqual(['one', 'two']);
  });

  it('rejects at once when it cannot listen the first time', async () => {
    await expect(listen('postgresql://postgres@127.0.0.1:1/none', 'x', () => undefined)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
