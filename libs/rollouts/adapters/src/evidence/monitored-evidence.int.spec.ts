import { randomUUID } from 'node:crypto';
import { createPool, createPrisma, type PrismaDatabase } from '@plumbline/platform';
import { decide, type MetricRule, type Rollout } from '@plumbline/rollouts-core';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { PrismaRolloutUnitOfWork } from '../prisma-rollouts';
import { RolloutBacktestQuery } from '../rollout-backtest.query';
import { RolloutRowsQuery } from '../rollout-rows.query';
import { RolloutWorld, worldRollout } from '../rollout-world.builder';
import { MonitoredEvidence } from './monitored-evidence';

const NO_SOURCE = {
  pairedEvidence: async () => ({
    n: 0,
    meanDifference: 0,
    varianceOfDifference: 0,
    championLogLoss: null,
    candidateLogLoss: null,
  }),
  stepTraffic: async () => ({ total: 10, candidate: 5 }),
  maxPredictionSeq: async () => 0,
};

const rule = (metric: MetricRule['metric'], change: Partial<MetricRule> = {}): MetricRule => ({
  ...{ metric, role: 'dry_run', margin: 0 },
  ...change,
});

describeWithServer('database', 'evidence of a rollout', () => {
  let database: TestDatabase;
  let pool: Pool;
  let prisma: PrismaDatabase;
  let world: RolloutWorld;

  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    prisma = createPrisma(database.url);
    world = new RolloutWorld(pool);
  });
  afterEach(async () => {
    await prisma.$disconnect();
    await pool.end();
    await database.drop();
  });

  async function comparisons(rules: MetricRule[], change: Partial<Rollout> = {}) {
    const plain = worldRollout(world, change);
    const rollout = { ...plain, policy: { ...plain.policy, ...change.policy, metrics: rules } };
    const evidence = await new MonitoredEvidence(NO_SOURCE, pool).read(rollout);
    return { rollout, evidence, of: (key: string, version = 2) => evidence.outcomes.get(version)?.get(key) };
  }

  it('compares both scores of each row: distance, flips of the label, accuracy, area under the curve', async () => {
    await world.prepare();
    await world.rows([
      { version: 1, score: 0.8, other: 0.9, label: true },
      { version: 1, score: 0.4, other: 0.7, label: true },
      { version: 2, score: 0.3, other: 0.5, label: false },
      { version: 2, score: 0.2, other: 0.6, label: false },
      { version: 2, score: 0.2, label: true },
    ]);
    const { of } = await comparisons(
      ['score_difference', 'label_flips', 'accuracy', 'auc'].map((m) => rule(m as 'auc')),
    );
    expect(of('score_difference')).toMatchObject({
      candidate: expect.closeTo(0.25, 6),
      difference: { observations: 4 },
    });
    expect(of('label_flips')).toMatchObject({ candidate: 0.75, difference: { estimate: 0.75 } });
    expect(of('accuracy')).toMatchObject({ champion: 0.25, candidate: 1, difference: { estimate: 0.75 } });
    expect(of('auc')).toMatchObject({ champion: 0.5, candidate: 1, difference: { estimate: 0.5, observations: 4 } });
  });

  it('compares the arms of an A/B test by the outcomes of their own people, hour by hour', async () => {
    await world.prepare();
    const served = (version: number, values: number[], servedAt: string) =>
      values.map((value) => ({ version, score: 0.6, label: true, value, servedAt }));
    await world.rows([
      ...served(1, [1, 1, 1, 1], '2026-01-01T10:30:00Z'),
      ...served(2, [2, 2], '2026-01-01T10:10:00Z'),
      ...served(1, [11, 11], '2026-01-01T11:30:00Z'),
      ...served(2, [12, 12, 12, 12], '2026-01-01T11:10:00Z'),
      ...served(3, [5], '2026-01-01T11:10:00Z'),
    ]);
    const arms = [
      { name: 'blue', version: 2, sharePercent: 30 },
      { name: 'green', version: 3, sharePercent: 30 },
    ];
    const { of, evidence } = await comparisons([rule('business_value'), rule('log_loss')], { strategy: 'ab', arms });
    expect(of('business_value')?.difference).toMatchObject({ estimate: 1, observations: 12 });
    expect(of('log_loss')).toMatchObject({ champion: expect.closeTo(-Math.log(0.6), 6), difference: { estimate: 0 } });
    expect(of('business_value', 3)?.difference).toMatchObject({ estimate: -6, observations: 3 });
    expect([...(evidence.step.byVersion ?? [])].sort()).toEqual([
      [1, 6],
      [2, 6],
      [3, 1],
    ]);
  });

  it('sees whether the candidate widens the gap between groups, by attribute and by feature', async () => {
    await world.prepare();
    const group = (sex: string, n: number, candidate: number) =>
      Array.from({ length: n }, () => ({ version: 1, score: 0.7, other: candidate, attributes: { sex } }));
    await world.rows([...group('f', 20, 0.2), ...group('f', 20, 0.7), ...group('m', 40, 0.7)]);
    const { of } = await comparisons([
      rule('selection_gap', { attribute: 'sex' }),
      rule('selection_gap', { attribute: 'job' }),
    ]);
    expect(of('selection_gap:sex')).toMatchObject({ champion: 0, candidate: 0.5, difference: { estimate: 0.5 } });
    expect(of('selection_gap:job')?.difference).toBeUndefined();
  });

  it('reads numbers and their absolute error for a regression', async () => {
    await world.prepare({ task: 'regression', features: [], output: {} });
    await world.rows([
      { version: 1, score: 10, other: 8, label: true },
      { version: 2, score: 9, other: 13, label: true },
    ]);
    await pool.query(`UPDATE prediction_label SET label = '10', positive = NULL`);
    const { of } = await comparisons([rule('absolute_error')]);
    expect(of('absolute_error')).toMatchObject({ champion: 1.5, candidate: 1.5, difference: { observations: 2 } });
  });

  it('adds what every process counted, and knows which are alive and ready', async () => {
    await world.prepare();
    const repository = new PrismaRolloutUnitOfWork(prisma, () => ({
      record: async () => undefined,
    }));
    await repository.run(({ rollouts }) => rollouts.insert(worldRollout(world, {})));
    for (const process of [randomUUID(), randomUUID()]) {
      await world.counted({ process, stepIndex: 0, version: 1, asked: 900, failed: 9 });
      await world.counted({ process, stepIndex: 0, version: 2, asked: 100, failed: 60 });
    }
    await pool.query(
      `INSERT INTO serving_process (process_id, ready_rollouts, seen_at)
       VALUES ($1, $4, now()), ($2, '[]', now()), ($3, $4, now() - interval '1 minute')`,
      [randomUUID(), randomUUID(), randomUUID(), JSON.stringify([world.rolloutId])],
    );
    const { evidence, rollout } = await comparisons([
      rule('error_rate', { role: 'guardrail', minimumObservations: 100 }),
    ]);
    expect(evidence.processes).toEqual({ live: 2, ready: 1 });
    expect(decide(rollout, evidence, new Date())).toMatchObject({
      action: 'roll_back',
      metrics: [{ metric: 'error_rate', champion: 0.01, candidate: 0.6, verdict: 'worse' }],
    });
  });

  it('knows a rolled-back version again by its artifact', async () => {
    await world.prepare(undefined, { 3: 'digest-2' });
    const repository = new PrismaRolloutUnitOfWork(prisma, () => ({
      record: async () => undefined,
    }));
    const wasRolledBack = (version: number) =>
      repository.run(({ rollouts }) => rollouts.wasRolledBack('loan', version));
    const ended = worldRollout(world, { state: 'rolled_back', endedAt: new Date() });
    expect(await wasRolledBack(3)).toBe(false);
    await repository.run(({ rollouts }) => rollouts.insert(ended));
    expect(await Promise.all([1, 2, 3].map(wasRolledBack))).toEqual([false, true, true]);
    const test = worldRollout(world, {
      arms: [{ name: 'blue', version: 3, sharePercent: 20 }],
      acceptedSignals: ['auc'],
    });
    await repository.run(({ rollouts }) => rollouts.insert({ ...test, id: randomUUID(), strategy: 'ab' }));
    expect(await repository.run(({ rollouts }) => rollouts.findOpen('loan'))).toMatchObject({
      ...{ strategy: 'ab', arms: test.arms, acceptedSignals: ['auc'] },
    });
  });

  it('replays a policy over what both versions scored, in the order it was recorded', async () => {
    await world.prepare();
    const pair = (label: boolean) => ({ version: 1, score: label ? 0.6 : 0.4, other: label ? 0.9 : 0.1, label });
    await world.rows(Array.from({ length: 60 }, (_, i) => pair(i % 2 === 0)));
    await world.rows([{ version: 1, score: 0.5 }]);
    const { policy } = worldRollout(world, {});
    const question = { model: 'loan', championVersion: 1, candidateVersion: 2, from: null, to: null };
    const query = new RolloutBacktestQuery(pool);
    const asked = { ...question, policy: { ...policy, minimumLabelled: 20 }, answers: 'probability' as const };
    expect(await query.run(asked)).toMatchObject({
      rows: 60,
      labelled: 60,
      end: 'promoted',
      steps: [{ sharePercent: 100 }],
    });
    expect(await query.run({ ...asked, from: new Date('2100-01-01') })).toMatchObject({
      rows: 0,
      end: 'open',
      from: null,
    });
  });

  it('tells who met which arm, page by page, and what became of the segments', async () => {
    await world.prepare();
    const repository = new PrismaRolloutUnitOfWork(prisma, () => ({ record: async () => undefined }));
    const arms = [{ name: 'blue', version: 2, sharePercent: 50 }];
    await repository.run(({ rollouts }) => rollouts.insert(worldRollout(world, { strategy: 'ab', arms })));
    await world.rows([
      { version: 1, score: 0.9, label: true, value: 3, attributes: { sex: 'f' } },
      { version: 2, score: 0.9, label: false, attributes: { sex: 'f' } },
      { version: 2, score: 0.1, attributes: { sex: 'm' } },
    ]);
    const query = new RolloutRowsQuery(pool);
    const first = await query.assignments(world.rolloutId, null, 2);
    expect(first?.items.map(({ arm }) => arm)).toEqual(['champion', 'blue']);
    const rest = await query.assignments(world.rolloutId, first?.nextCursor ?? null, 2);
    expect(rest).toMatchObject({ items: [{ arm: 'blue', version: 2 }], nextCursor: null });
    const segments = (await query.segments(world.rolloutId, 'sex'))?.segments;
    expect(segments?.find(({ segment }) => segment === 'f')?.arms).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'champion',
          accuracy: expect.objectContaining({ estimate: 1, n: 1 }),
          value: { mean: 3, n: 1 },
        }),
        expect.objectContaining({ name: 'blue', accuracy: expect.objectContaining({ estimate: 0, n: 1 }) }),
      ]),
    );
    expect((await query.segments(world.rolloutId, 'job'))?.segments).toMatchObject([{ segment: 'clerk' }]);
    expect(await query.segments(randomUUID(), 'sex')).toBeNull();
  });
});
