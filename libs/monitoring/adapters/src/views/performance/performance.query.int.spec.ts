import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { LabelSettlement } from '../../labels/label-settlement';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../../testing/monitored-world.builder';
import { MonitoringQuery } from '../monitoring.query';

describeWithServer('database', 'the performance view', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;
  let query: MonitoringQuery;

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
    await pool.query('TRUNCATE prediction, outcome_orphan, monitor_window, consumer_offset CASCADE');
    await pool.query('TRUNCATE model_policy, label_settlement');
    world = monitoredWorld(pool);
    query = new MonitoringQuery(pool, world.versions);
  });

  const places = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const serve = (from: number, to: number) => world.predictions(...places(from, to).map((i) => loanPrediction(i)));

  it('shows each metric with its interval, and beside it what was expected of all rows', async () => {
    await serve(0, 400);
    await world.outcomes(...places(0, 200).map((i) => loanOutcome(i)));
    const { total, calibration, reliability, windows } = await query.performanceView('loan');
    expect(total).toMatchObject({
      predictions: 400,
      labelled: 200,
      metrics: { logLoss: { n: 200 }, f1: {}, brier: {} },
    });
    expect(total?.metrics?.accuracy).toMatchObject({ estimate: total?.accuracy, n: 200 });
    expect(total?.estimated?.accuracy).toMatchObject({ n: 400 });
    expect(calibration).toMatchObject({ atBirth: 'measured' });
    expect(reliability?.reduce((sum, { rows }) => sum + rows, 0)).toBe(200);
    expect(windows.map(({ mature }) => mature)).toEqual([true, false]);
  });

  it('tells coverage by age, delay, and what counts as no label', async () => {
    await setPolicy(pool, 'loan', 'label', { horizonMs: 60_000, onTimeout: 'negative', maturityMs: 30_000 });
    await serve(0, 100);
    await world.outcomes(
      ...[0, 3, 6].map((i) => loanOutcome(i, { observedAt: new Date(EPOCH_MS + i * 1_000 + 20_000).toISOString() })),
      loanOutcome(95, { label: 0 }),
      loanOutcome(999),
      loanOutcome(9, { observedAt: new Date(EPOCH_MS + 9_000 + 60_001).toISOString() }),
    );
    await new LabelSettlement(pool, world.versions).settle();
    const { coverage, delay, windows } = await query.performanceView('loan');
    expect(coverage).toMatchObject({ predictions: 100, labelled: 39, timedOut: 36, share: 0.39 });
    expect(coverage).toMatchObject({ provisional: 1, orphans: 1, late: 1 });
    expect(coverage?.byAge).toMatchObject([{ fromMs: 0, predictions: 100, labelled: 39 }]);
    expect(delay?.outcomes).toBe(3);
    expect(delay?.medianMs).toBeGreaterThanOrEqual(20_000);
    expect(delay?.medianMs).toBeLessThan(24_000);
    expect(windows.at(-1)?.mature).toBe(false);
    expect(await query.reconciliation('loan')).toMatchObject({
      predictions: 100,
      joined: 4,
      timedOut: 36,
      pending: 60,
      orphans: 1,
    });
  });

  it('shows the segments of the policy, worst first', async () => {
    await setPolicy(pool, 'loan', 'monitor', {
      segments: [{ by: ['job'] }, { by: ['age', 'job'], bands: { age: [45] } }],
    });
    await serve(0, 300);
    await world.outcomes(...places(0, 300).map((i) => loanOutcome(i)));
    const { segments } = await query.performanceView('loan');
    expect(new Set(segments?.map(({ segmentation }) => segmentation))).toEqual(new Set(['job', 'age[45] & job']));
    const lows = (segments ?? []).map(({ metrics }) => metrics.logLoss?.low ?? 0);
    expect(lows).toEqual([...lows].sort((a, b) => b - a));
    expect(segments?.find(({ segment }) => segment === 'admin')).toMatchObject({ predictions: 100, labelled: 100 });
  });

  it('finds the worst segment in the stored rows', async () => {
    await serve(0, 600);
    // Of one job the outcome is always the less likely one.
    const label = (i: number): number => {
      const { score } = loanPrediction(i);
      return i % 3 === 1 ? Number(score < 0.5) : Number(score >= 0.5);
    };
    await world.outcomes(...places(0, 600).map((i) => loanOutcome(i, { label: label(i) })));
    const search = await query.segmentSearch('loan');
    expect(search).toMatchObject({ loss: 'logLoss', rows: 600 });
    expect(search.segments.flatMap(({ where }) => where)).toContainEqual({ feature: 'job', value: 'worker' });
    expect(search.segments[0]?.adjustedPValue).toBeLessThan(0.001);
  });

  it('says nothing of a model without predictions', async () => {
    expect(await query.performanceView('loan')).toMatchObject({ total: null, windows: [] });
    expect(await query.segmentSearch('loan')).toMatchObject({ rows: 0, segments: [] });
  });
});
