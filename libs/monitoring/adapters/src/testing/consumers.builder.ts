import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TOPICS } from '@plumbline/contracts';
import type { WindowCounters } from '@plumbline/monitoring-core';
import { createEventBus, createPool, type EventBus, systemClock } from '@plumbline/platform';
import type { Pool } from 'pg';
import { outcomesGroup } from '../ingestion/consumer-groups';
import { VersionCatalog } from '../versions/version-catalog';
import type { ConsumerOptions } from './consumer-process';
import type { EventFlood, FloodTotals } from './event-flood.builder';
import { registerLoanModel, setPolicy } from './monitored-world.builder';
import { differences, recount } from './recount';

const ROOT = join(__dirname, '../../../../..');
const GROUP = 'monitor';
const PUBLISHED_AT_ONCE = 20_000;
/** One prediction a second: some dozens of windows. */
const WINDOW_MS = 5_000_000;

const STORED = `
  SELECT (SELECT count(*) FROM prediction)::int AS predictions, (SELECT count(*) FROM prediction_label)::int AS labelled,
         (SELECT count(*) FROM outcome_orphan)::int AS orphans, (SELECT count(*) FROM dead_letter)::int AS "deadLetters"`;

/** `testDatabase()` of @plumbline/testing, which only specs may import. */
interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** A consumer as a process of its own. */
export interface Consumer {
  /** `ready`, then the topic and partition of each batch whose consequences are committed. */
  readonly said: ReadonlySet<string>;
  /** Resolves when it has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ConsumerWorld {
  /** @param share of the flood, 0 to 1; all of it without */
  publish(flood: EventFlood, share?: { readonly from: number; readonly to: number }): Promise<void>;
  /** The world ends it at the latest when it is closed. */
  start(): Consumer;
  /** Records of both topics whose consequences are committed. */
  committed(): Promise<number>;
  isDone(): Promise<boolean>;
  totals(): Promise<FloodTotals>;
  /** Where the stored windows differ from a recount by one thread; empty when they do not. */
  differences(flood: EventFlood): Promise<string[]>;
  close(): Promise<void>;
}

function bundleConsumer(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const bundle = join(folder, 'consumer.cjs');
  const flags = ['--bundle', '--platform=node', '--packages=external', '--log-level=error', `--outfile=${bundle}`];
  const source = join(__dirname, 'consumer-process.ts');
  const tsconfig = `--tsconfig=${join(ROOT, 'tsconfig.base.json')}`;
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [source, ...flags, tsconfig]);
  return bundle;
}

async function publishShare(bus: EventBus, flood: EventFlood, share = { from: 0, to: 1 }): Promise<void> {
  for (const [topic, all] of [
    [TOPICS.outcomes, flood.outcomes],
    [TOPICS.predictions, flood.predictions],
  ] as const) {
    const records = all.slice(Math.round(all.length * share.from), Math.round(all.length * share.to));
    for (let from = 0; from < records.length; from += PUBLISHED_AT_ONCE) {
      await bus.publish(topic, records.slice(from, from + PUBLISHED_AT_ONCE));
    }
  }
}

function startConsumer(bundle: string, options: ConsumerOptions): Consumer {
  const child = spawn(process.execPath, [bundle, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = new Set<string>();
  createInterface({ input: child.stdout }).on('line', (line) => said.add(line));
  return {
    said,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

async function storedWindows(pool: Pool): Promise<Map<number, WindowCounters>> {
  const { rows } = await pool.query<{ starts_at: Date; counters: WindowCounters }>(
    'SELECT starts_at, counters FROM monitor_window',
  );
  return new Map(rows.map((row) => [row.starts_at.getTime(), row.counters]));
}

/** The loan model on the database, which the world drops in the end, and its consumers as processes. */
export async function consumerWorld(
  database: Database,
  kafka: ConsumerOptions['kafka'],
  options: Pick<ConsumerOptions, 'maxBatch'>,
): Promise<ConsumerWorld> {
  const folder = join(ROOT, 'tmp', `consumer-${process.pid}-${Date.now()}`);
  const bundle = bundleConsumer(folder);
  const pool = createPool(database.url);
  const bus = createEventBus({ databaseUrl: database.url, clientId: 'test', ...kafka });
  await registerLoanModel(pool);
  await setPolicy(pool, 'loan', 'monitor', { windowMs: WINDOW_MS });
  const consumer: ConsumerOptions = { databaseUrl: database.url, group: GROUP, ...options, ...(kafka && { kafka }) };
  const consumers: Consumer[] = [];
  return {
    publish: (flood, share) => publishShare(bus, flood, share),
    start: () => {
      const started = startConsumer(bundle, consumer);
      consumers.push(started);
      return started;
    },
    committed: async () =>
      (await pool.query<{ n: number }>('SELECT coalesce(sum(next_offset), 0)::int AS n FROM consumer_offset')).rows[0]!
        .n,
    isDone: async () =>
      (await bus.lag(GROUP, TOPICS.predictions)) === 0 && (await bus.lag(outcomesGroup(GROUP), TOPICS.outcomes)) === 0,
    totals: async () => (await pool.query<FloodTotals>(STORED)).rows[0]!,
    differences: async (flood) => {
      const version = await new VersionCatalog(systemClock).version(pool, 'loan', 1);
      return differences(version!, await storedWindows(pool), recount(version!, flood, WINDOW_MS));
    },
    close: async () => {
      await Promise.all(consumers.map((started) => started.end('SIGKILL')));
      await bus.close();
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
