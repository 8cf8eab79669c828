import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  loanScore,
  makeChampion,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { MonitoringQuery } from './monitoring.query';

const ROWS = 600;

describeWithServer('database', 'what the control plane shows of monitoring', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;
  let query: MonitoringQuery;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    world = monitoredWorld(pool);
    query = new MonitoringQuery(pool, world.versions);
    await registerLoanModel(pool);
    await registerLoanModel(pool, 'loan', 2);
    await makeChampion(pool, 'loan', 1);
    await setPolicy(pool, 'loan', 'monitor', { windowMs: 200_000 });
    const numbers = Array.from({ length: ROWS }, (_, i) => i);
    await world.predictions(...numbers.map((i) => loanPrediction(i, { version: i % 4 === 0 ? 2 : 1 })));
    await world.outcomes(...numbers.slice(0, 300).map((i) => loanOutcome(i)));
    await world.outcomes(loanOutcome(9_999), loanOutcome(0, { label: 0 }), '{');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('performance: totals over all versions equal those computed from the rows', async () => {
    const { total, expected, windows } = await query.performanceView('loan');
    const losses = Array.from({ length: 300 }, (_, i) => {
      const score = Math.min(1 - 1e-15, Math.max(1e-15, loanScore(i)));
      return -Math.log(i % 3 === 0 ? score : 1 - score);
    });
    expect(total).toMatchObject({ predictions: ROWS, labelled: 300, positiveRate: 100 / 300 });
    expect(total!.logLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / 300, 9);
    expect(expected).toMatchObject({ version: 1 });
    expect(windows.reduce((sum, { predictions }) => sum + predictions, 0)).toBe(ROWS);
  });

  it('performance: narrows to a version and to event times', async () => {
    const view = await query.performanceView('loan', { version: 2, to: new Date(EPOCH_MS + 100_000) });
    expect(view.expected).toMatchObject({ version: 2 });
    expect(view.windows.every(({ version }) => version === 2)).toBe(true);
    expect(view.total!.predictions).toBeLessThan(ROWS / 4);
  });

  it('fairness: counts decisions of all versions, by band and by attribute', async () => {
    const view = await query.fairnessView('loan');
    expect(view).toMatchObject({ limit: 0.8, minimumGroup: 100 });
    const counted = view.attributes
      .slice(0, 2)
      .map(({ attribute, groups }) => [attribute, groups.map(({ group, n }) => [group, n])]);
    expect(counted).toEqual([
      [
        'age',
        [
          ['30-44', 180],
          ['45+', 300],
          ['<30', 120],
        ],
      ],
      [
        'sex',
        [
          ['f', 300],
          ['m', 300],
        ],
      ],
    ]);
  });

  it('predictions: newest first, page by page without gap or repeat, features by name', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await query.predictions('loan', cursor, 250);
      seen.push(...page.items.map(({ predictionId }) => predictionId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: ROWS }, (_, i) => `p${ROWS - 1 - i}`));
    expect(await query.prediction('p3')).toMatchObject({
      features: { age: 23, job: 'admin' },
      outcome: { label: 'yes', revision: 0 },
    });
    expect(await query.prediction('p599')).toMatchObject({ outcome: null, otherScores: [] });
    expect(await query.prediction('nobody')).toBeNull();
  });

  it('reconciliation: every outcome is joined, waits, or lies among the dead letters', async () => {
    expect(await query.reconciliation('loan')).toEqual({
      ...{ model: 'loan', predictions: ROWS, outcomes: 301, joined: 300 },
      ...{ pending: 300, timedOut: 0, orphans: 1, deadLetters: 1 },
    });
  });

  it('numbers: coverage and the log loss of the champion', async () => {
    const [numbers] = await query.numbers(['loan']);
    expect(numbers).toMatchObject({ predictions: ROWS, labelled: 300, labelCoverage: 0.5, verdict: null });
    const { total } = await query.performanceView('loan', { version: 1 });
    expect(numbers!.logLoss).toBeCloseTo(total!.logLoss!, 9);
  });
});
