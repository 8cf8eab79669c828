import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@plumbline/contracts';
import { createEventBus, createPool, type EventBus } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase, testKafka } from '@plumbline/testing';
import type { Pool } from 'pg';
import { outcomesGroup } from './consumer-groups';
import type { ConsumerOptions } from '../testing/consumer-process';
import { loanOutcome, loanPrediction, registerLoanModel, setPolicy } from '../testing/monitored-world.builder';
import { MonitoringQuery } from '../views/monitoring.query';
import { VersionCatalog } from '../versions/version-catalog';

const ROOT = join(__dirname, '../../../../..');
const ROWS = 4_000;
const GROUP = 'killed';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 90_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await pause(15);
  }
}

/** @param kills shares of the rows after which the consumer is killed */
function suite(kills: readonly number[], kafka: () => ConsumerOptions['kafka']): void {
  const folder = join(ROOT, 'tmp', `consumer-${process.pid}-${Date.now()}`);
  const bundle = join(folder, 'consumer.cjs');
  let database: TestDatabase;
  let pool: Pool;
  let bus: EventBus;
  let options: ConsumerOptions;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const source = join(__dirname, '../testing/consumer-process.ts');
    const esbuild = join(ROOT, 'node_modules/.bin/esbuild');
    const flags = ['--bundle', '--platform=node', '--packages=external', '--log-level=error'];
    execFileSync(esbuild, [source, ...flags, `--tsconfig=${join(ROOT, 'tsconfig.base.json')}`, `--outfile=${bundle}`]);
    database = await testDatabase();
    pool = createPool(database.url);
    const log = kafka();
    options = { databaseUrl: database.url, group: GROUP, ...(log && { kafka: log }) };
    bus = createEventBus({ databaseUrl: database.url, clientId: 'test', ...log });
    await registerLoanModel(pool);
    await setPolicy(pool, 'loan', 'monitor', { windowMs: 500_000 });
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await bus.close();
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (): ChildProcess => {
    const child = spawn(process.execPath, [bundle, JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const stored = async (): Promise<number> =>
    (await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM prediction')).rows[0]!.n;

  it('is repeated without losing or doubling a row when it is killed in the middle', async () => {
    const numbers = Array.from({ length: ROWS }, (_, i) => i);
    const predictions = numbers.map((i) => ({ key: `p${i}`, value: JSON.stringify(loanPrediction(i)) }));
    // Every third outcome is joined by subject; its key puts it on another partition.
    const outcomes = numbers.map((i) => {
      const bySubject = loanOutcome(i, { predictionId: undefined, subject: `s${i}` });
      return i % 3 === 0
        ? { key: `loan:s${i}`, value: JSON.stringify(bySubject) }
        : { key: `p${i}`, value: JSON.stringify(loanOutcome(i)) };
    });
    await bus.publish(TOPICS.predictions, predictions);
    await bus.publish(TOPICS.outcomes, outcomes);
    const storedAtKill: number[] = [];
    for (const share of kills) {
      const child = start();
      await until(`${share} of the rows`, async () => (await stored()) >= share * ROWS);
      child.kill('SIGKILL');
      storedAtKill.push(await stored());
    }
    start();
    await until('all rows', async () => (await bus.lag(GROUP, TOPICS.predictions)) === 0);
    await until('all outcomes', async () => (await bus.lag(outcomesGroup(GROUP), TOPICS.outcomes)) === 0);
    expect(storedAtKill.every((n) => n < ROWS)).toBe(true);
    const query = new MonitoringQuery(pool, new VersionCatalog({ now: () => new Date() }));
    expect(await query.reconciliation('loan')).toEqual({
      ...{ model: 'loan', predictions: ROWS, outcomes: ROWS, joined: ROWS },
      ...{ pending: 0, orphans: 0, deadLetters: 0 },
    });
    const windows = await pool.query(
      'SELECT sum(predictions)::int AS predictions, sum(labelled)::int AS labelled FROM monitor_window',
    );
    expect(windows.rows).toEqual([{ predictions: ROWS, labelled: ROWS }]);
  }, 240_000);
}

describeWithServer('database', 'a consumer on the embedded bus', () => suite([0.2, 0.5], () => undefined));
// Kafka notices after its session time-out (30 s) that a consumer is dead: once is enough here.
describeWithServer(['database', 'kafka'], 'a consumer on Kafka', () =>
  suite([0.3], () => {
    const { brokers, topicPrefix } = testKafka();
    return { kafkaBrokers: brokers, topicPrefix };
  }),
);
