import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPool, systemClock } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { loanPrediction, monitoredWorld, registerLoanModel } from '../testing/monitored-world.builder';
import type { StreamProcessOptions } from '../testing/stream-process';
import { VersionCatalog } from '../versions/version-catalog';
import { ErrorStreams } from './error-streams';

const ROOT = join(__dirname, '../../../../..');
const ROWS = 3_000;

/** Version 1 is wrong once in ten answers, and once in two after row 1,500; version 2 always is as good. */
const isWrong = (i: number): boolean => (i < 1_500 || i % 3 === 0 ? i % 10 === 0 : i % 2 === 0);
const versionOf = (i: number): number => (i % 3 === 0 ? 2 : 1);

describeWithServer('database', 'streams of labelled errors', () => {
  let database: TestDatabase;
  let pool: Pool;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
    await registerLoanModel(pool, 'loan', 2);
    const world = monitoredWorld(pool);
    const numbers = Array.from({ length: ROWS }, (_, i) => i);
    const answer = (i: number) => ({ version: versionOf(i), score: 0.9, label: 'yes' });
    await world.predictions(...numbers.map((i) => loanPrediction(i, answer(i))));
    for (let from = 0; from < ROWS; from += 500) {
      await world.outcomes(
        ...numbers.slice(from, from + 500).map((i) => ({
          ...{ model: 'loan', predictionId: `p${i}`, label: isWrong(i) ? 0 : 1 },
          observedAt: loanPrediction(i + 1).servedAt,
        })),
      );
    }
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await pool.end();
    await database.drop();
  });

  const streams = (batchRows?: number) => new ErrorStreams(pool, new VersionCatalog(systemClock), batchRows);
  const alarms = async () =>
    (
      await pool.query(
        `SELECT version, detector, stream_row, direction, rate_before, rate_now, served_at FROM stream_alarm
          ORDER BY version, stream_row, detector`,
      )
    ).rows;
  const states = async () => (await pool.query('SELECT version, state FROM error_stream ORDER BY version')).rows;
  const forget = () => pool.query('TRUNCATE error_stream, error_stream_cursor, stream_alarm');
  const feedAll = async (one: ErrorStreams): Promise<number> => {
    let fed = 0;
    for (let count = await one.advance('loan'); count > 0; count = await one.advance('loan')) fed += count;
    return fed;
  };

  it('alarm for the version that became worse only, and feed every label once, whatever the batches', async () => {
    expect(await feedAll(streams())).toBe(ROWS);
    const whole = { alarms: await alarms(), states: await states() };
    expect(new Set(whole.alarms.map(({ version }) => version))).toEqual(new Set([1]));
    expect(new Set(whole.alarms.map(({ detector }) => detector))).toEqual(new Set(['adwin', 'page_hinkley', 'ddm']));
    expect(await feedAll(streams())).toBe(0);
    await forget();
    const instances = [streams(7), streams(130)];
    const fed = await Promise.all(instances.map(feedAll));
    expect(fed[0]! + fed[1]!).toBe(ROWS);
    expect({ alarms: await alarms(), states: await states() }).toEqual(whole);
  });

  it('wait behind a label that is still provisional', async () => {
    await pool.query("UPDATE prediction_label SET matures_at = now() WHERE prediction_id = 'p100'");
    expect(await feedAll(streams())).toBe(100);
    await pool.query("UPDATE prediction_label SET matures_at = NULL WHERE prediction_id = 'p100'");
    expect(await feedAll(streams())).toBe(ROWS - 100);
  });

  it('raise the same alarms when the monitor is killed again and again', async () => {
    await feedAll(streams());
    const whole = { alarms: await alarms(), states: await states() };
    await forget();
    const folder = join(ROOT, 'tmp', `streams-${process.pid}-${Date.now()}`);
    mkdirSync(folder, { recursive: true });
    try {
      const bundle = join(folder, 'streams.cjs');
      const flags = ['--bundle', '--platform=node', '--packages=external', '--log-level=error'];
      const source = join(__dirname, '../testing/stream-process.ts');
      execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
        ...[source, ...flags, `--tsconfig=${join(ROOT, 'tsconfig.base.json')}`, `--outfile=${bundle}`],
      ]);
      const fed = async (): Promise<number> =>
        (await pool.query('SELECT coalesce(sum((state->>$1)::int), 0)::int AS n FROM error_stream', ['rows'])).rows[0]
          .n as number;
      const options: StreamProcessOptions = { databaseUrl: database.url, model: 'loan' };
      for (const share of [0.1, 0.4, 0.6, 0.8, 1]) {
        const child = spawn(process.execPath, [bundle, JSON.stringify(options)], {
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        children.push(child);
        while ((await fed()) < share * ROWS) await new Promise((resolve) => setTimeout(resolve, 5));
        child.kill('SIGKILL');
      }
      expect({ alarms: await alarms(), states: await states() }).toEqual(whole);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
