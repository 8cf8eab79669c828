import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { createPool, inTransaction } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { lockModels } from '../ingestion/run-batch';
import { LabelSettlement } from './label-settlement';

const HORIZON_MS = 60_000;

describeWithServer('database', 'settling labels', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE prediction, outcome_orphan, monitor_window, dead_letter, label_settlement CASCADE');
    await pool.query('TRUNCATE consumer_offset, model_policy');
    world = monitoredWorld(pool);
  });

  const policy = (change: object = {}) =>
    setPolicy(pool, 'loan', 'label', { horizonMs: HORIZON_MS, onTimeout: 'negative', ...change });
  const settlement = (batchRows?: number) => new LabelSettlement(pool, world.versions, batchRows);
  const serve = (from: number, to: number) =>
    world.predictions(...Array.from({ length: to - from }, (_, i) => loanPrediction(from + i)));
  async function labels(): Promise<Record<string, string>> {
    const { rows } = await pool.query<{ prediction_id: string; label: string; source: string }>(
      'SELECT prediction_id, label, source FROM prediction_label WHERE matures_at IS NULL',
    );
    return Object.fromEntries(rows.map((row) => [row.prediction_id, `${row.label} by ${row.source}`]));
  }
  async function counted(): Promise<{ predictions: number; labelled: number; timedOut: number; positives: number }> {
    const { rows } = await pool.query<{ predictions: number; labelled: number; timedOut: number; positives: number }>(
      `SELECT sum(predictions)::int AS predictions, sum(labelled)::int AS labelled,
              coalesce(sum((counters->>'timedOut')::int), 0)::int AS "timedOut",
              sum((counters->'labels'->>'positives')::int)::int AS positives FROM monitor_window`,
    );
    return rows[0]!;
  }

  it('writes negatives once the horizon passed in event time, and counts them where they were predicted', async () => {
    await policy();
    await serve(0, 100);
    await world.outcomes(loanOutcome(0), loanOutcome(3));
    expect(await settlement(7).settle()).toEqual({ timedOut: 37, matured: 0 });
    expect(Object.keys(await labels())).toHaveLength(39);
    expect(await labels()).toMatchObject({ p0: 'yes by outcome', p38: 'no by timeout' });
    expect(await counted()).toEqual({ predictions: 100, labelled: 39, timedOut: 37, positives: 2 });
  });

  it('changes nothing when it runs again, and goes on when event time goes on', async () => {
    await policy();
    await serve(0, 100);
    await settlement().settle();
    const before = await counted();
    expect(await settlement().settle()).toEqual({ timedOut: 0, matured: 0 });
    expect(await counted()).toEqual(before);
    await serve(100, 110);
    expect(await settlement().settle()).toEqual({ timedOut: 10, matured: 0 });
  });

  it('leaves rows without outcome censored under that policy', async () => {
    await policy({ onTimeout: 'censored' });
    await serve(0, 100);
    expect(await settlement().settle()).toEqual({ timedOut: 0, matured: 0 });
    expect(await labels()).toEqual({});
  });

  it('is overridden by an outcome inside the horizon that arrives late, which restates its window', async () => {
    await policy();
    await serve(0, 100);
    await settlement().settle();
    await world.outcomes(loanOutcome(3));
    expect(await labels()).toMatchObject({ p3: 'yes by outcome' });
    expect(await counted()).toEqual({ predictions: 100, labelled: 39, timedOut: 38, positives: 1 });
  });

  it('keeps an event after the horizon apart: it is no label, and told twice it is kept once', async () => {
    await policy();
    await serve(0, 100);
    const late = loanOutcome(3, { observedAt: new Date(EPOCH_MS + 3_000 + HORIZON_MS + 1).toISOString() });
    await world.outcomes(late, late);
    await settlement().settle();
    expect(await labels()).toMatchObject({ p3: 'no by timeout' });
    expect((await pool.query('SELECT prediction_id, label FROM late_outcome')).rows).toEqual([
      { prediction_id: 'p3', label: 'yes' },
    ]);
  });

  it('holds an early negative back until its maturity, unless the positive event comes', async () => {
    await policy({ maturityMs: 30_000 });
    await serve(0, 20);
    const early = (i: number) => loanOutcome(i, { label: 0 });
    await world.outcomes(early(1), early(3), early(4));
    expect(await settlement().settle()).toEqual({ timedOut: 0, matured: 0 });
    expect(await counted()).toMatchObject({ labelled: 0 });
    await world.outcomes(loanOutcome(3));
    expect(await labels()).toEqual({ p3: 'yes by outcome' });
    await serve(20, 35);
    expect(await settlement().settle()).toEqual({ timedOut: 0, matured: 2 });
    expect(await labels()).toEqual({ p1: 'no by outcome', p3: 'yes by outcome', p4: 'no by outcome' });
    expect(await counted()).toEqual({ predictions: 35, labelled: 3, timedOut: 0, positives: 1 });
  });

  it('reaches predictions that came late, however old', async () => {
    await policy();
    await serve(50, 150);
    await settlement().settle();
    await serve(0, 50);
    await serve(150, 300);
    await settlement().settle();
    expect(await counted()).toMatchObject({ predictions: 300, labelled: 239, timedOut: 239 });
  });

  it('counts each row once when several instances settle while predictions and outcomes come', async () => {
    await policy();
    await serve(0, 200);
    const instances = Array.from({ length: 3 }, () => settlement(5));
    const outcomes = Array.from({ length: 100 }, (_, i) => loanOutcome(i));
    await Promise.all([...instances.map((one) => one.settle()), world.outcomes(...outcomes), serve(200, 260)]);
    await settlement().settle();
    const { rows } = await pool.query<{ n: number; timed_out: number; positives: number }>(
      `SELECT count(*)::int AS n, (count(*) FILTER (WHERE source = 'timeout'))::int AS timed_out,
              (count(*) FILTER (WHERE positive))::int AS positives FROM prediction_label`,
    );
    const { n, timed_out: timedOut, positives } = rows[0]!;
    expect([n, timedOut, positives]).toEqual([199, 99, 34]);
    expect(await counted()).toEqual({ predictions: 260, labelled: n, timedOut, positives });
  });

  it('repeats the whole batch after its connection was killed in the middle of it', async () => {
    await policy();
    await serve(0, 100);
    const blocker = await pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE label_settlement IN ACCESS EXCLUSIVE MODE');
    const dying = settlement().settle();
    const failed = expect(dying).rejects.toThrow();
    const stuck = async (): Promise<number | undefined> =>
      (
        await pool.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      ).rows[0]?.pid;
    let pid = await stuck();
    while (pid === undefined) {
      await wait(20);
      pid = await stuck();
    }
    await pool.query('SELECT pg_terminate_backend($1)', [pid]);
    await failed;
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await counted()).toMatchObject({ labelled: 0 });
    expect(await settlement().settle()).toEqual({ timedOut: 39, matured: 0 });
    expect(await counted()).toMatchObject({ labelled: 39, timedOut: 39 });
  });

  it('waits for the ingestion that holds the model', async () => {
    await policy();
    await serve(0, 100);
    let settled: Promise<unknown> = Promise.resolve();
    await inTransaction(pool, async (db) => {
      await lockModels(db, ['loan']);
      settled = settlement().settle();
      await wait(50);
      expect(await labels()).toEqual({});
    });
    expect(await settled).toEqual({ timedOut: 39, matured: 0 });
  });
});
