import { mergeCounters, type WindowCounters } from '@plumbline/monitoring-core';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { WindowRetention } from './window-retention';

const HOUR_MS = 3_600_000;

describeWithServer('database', 'roll-up and retention of windows', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
    await registerLoanModel(pool, 'loan', 2);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE prediction, outcome_orphan, monitor_window, drift_result, consumer_offset CASCADE');
    await pool.query('TRUNCATE model_policy');
    world = monitoredWorld(pool);
    await setPolicy(pool, 'loan', 'monitor', {
      ...{ windowMs: 60_000, rollUpHoursAfterMs: 6 * HOUR_MS, rollUpDaysAfterMs: 48 * HOUR_MS },
      retentionMs: 96 * HOUR_MS,
    });
  });

  const retention = () => new WindowRetention(pool, world.versions);
  /** One a quarter of an hour, of two versions in turn, all labelled. */
  const servedAt = (i: number) => new Date(EPOCH_MS + i * 900_000).toISOString();
  async function serve(from: number, to: number): Promise<void> {
    const places = Array.from({ length: to - from }, (_, k) => from + k);
    await world.predictions(...places.map((i) => loanPrediction(i, { servedAt: servedAt(i), version: 1 + (i % 2) })));
    await world.outcomes(...places.map((i) => loanOutcome(i, { observedAt: servedAt(i) })));
  }
  async function windows(): Promise<{ version: number; hours: number; counters: WindowCounters }[]> {
    const { rows } = await pool.query<{ version: number; hours: number; counters: WindowCounters }>(
      `SELECT version, (extract(epoch FROM ends_at - starts_at) / 3600)::float8 AS hours, counters
         FROM monitor_window ORDER BY version, starts_at`,
    );
    return rows;
  }
  async function totals(): Promise<unknown> {
    const all = await windows();
    const rounded = (_key: string, value: unknown): unknown =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(9)) : value;
    return [1, 2].map((version) => {
      const counters = all.filter((window) => window.version === version).map((window) => window.counters);
      return JSON.parse(JSON.stringify(counters.reduce(mergeCounters), rounded)) as unknown;
    });
  }

  it('merges old windows into hours and days, a version for itself, and changes no total', async () => {
    await serve(0, 300);
    const before = await totals();
    const { merged, deleted } = await retention().apply();
    expect([merged > 0, deleted]).toEqual([true, 0]);
    expect(await totals()).toEqual(before);
    const lengths = new Map<number, number>();
    for (const { hours } of await windows()) lengths.set(hours, (lengths.get(hours) ?? 0) + 1);
    expect(lengths.get(24)).toBe(2);
    expect(lengths.get(1)).toBeGreaterThan(40);
    expect(await retention().apply()).toEqual({ merged: 0, deleted: 0 });
  });

  it('merges a label that comes after the roll-up', async () => {
    await serve(0, 100);
    await retention().apply();
    await world.outcomes(loanOutcome(1, { label: 1, revision: 1, observedAt: servedAt(1) }));
    const revised = await totals();
    await retention().apply();
    expect(await totals()).toEqual(revised);
    const first = (await windows()).find(({ version }) => version === 2);
    expect(first).toMatchObject({ hours: 1, counters: { predictions: 2, labelled: 2, labels: { positives: 2 } } });
  });

  it('deletes what is older than the retention', async () => {
    await serve(0, 500);
    expect((await retention().apply()).deleted).toBeGreaterThan(0);
    const { rows } = await pool.query<{ first: Date }>('SELECT min(starts_at) AS first FROM monitor_window');
    expect(rows[0]?.first.getTime()).toBeGreaterThan(Date.parse(servedAt(499)) - 96 * HOUR_MS - 24 * HOUR_MS);
  });

  it('waits with windows of the champion that have not been checked', async () => {
    await pool.query(`INSERT INTO model_alias (model, alias, version, changed_at) VALUES ('loan', 'champion', 1, now())
                      ON CONFLICT DO NOTHING`);
    await pool.query(
      `INSERT INTO drift_result (model, version, from_at, to_at, verdict, score, report)
       VALUES ('loan', 1, $1, $1, 'no_drift', 0, '{}')`,
      [new Date(EPOCH_MS + 2 * HOUR_MS)],
    );
    await serve(0, 100);
    await retention().apply();
    expect((await windows()).filter(({ hours }) => hours === 1)).toHaveLength(4);
  });
});
