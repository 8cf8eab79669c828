import { randomUUID } from 'node:crypto';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { loanOutcome, loanPrediction, monitoredWorld, registerLoanModel } from '../testing/monitored-world.builder';
import { FeedbackQuery } from './feedback.query';

describeWithServer('database', 'feedback for retraining and rollouts', () => {
  let database: TestDatabase;
  let pool: Pool;
  let feedback: FeedbackQuery;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    feedback = new FeedbackQuery(pool);
    await registerLoanModel(pool);
    await registerLoanModel(pool, 'loan', 2);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(() =>
    pool.query(
      'TRUNCATE prediction, prediction_label, version_score, outcome_orphan, monitor_window, consumer_offset CASCADE',
    ),
  );

  it('gives the newest labelled rows in event time, oldest first, and bounds the snapshot by label number', async () => {
    const world = monitoredWorld(pool);
    await world.predictions(...[4, 2, 3, 1, 0].map((i) => loanPrediction(i)));
    await world.outcomes(loanOutcome(1), loanOutcome(3), loanOutcome(2));
    const rows = await feedback.labelledRows('loan', { limit: 2 });
    expect(rows.map(({ predictionId, positive }) => [predictionId, positive])).toEqual([
      ['p2', false],
      ['p3', true],
    ]);
    expect(rows[0]).toMatchObject({ features: [22, 'retired'], attributes: { sex: 'f' }, version: 1 });
    const last = rows.find(({ predictionId }) => predictionId === 'p2')!.labelSeq;
    const before = await feedback.labelledRows('loan', { limit: 9, beforeSeq: last });
    expect(before.map(({ predictionId }) => predictionId)).toEqual(['p1', 'p3']);
    expect((await feedback.pendingRows('loan', 9)).map(({ predictionId }) => predictionId)).toEqual(['p4', 'p0']);
    expect(await feedback.counts('loan')).toEqual({ predictions: 5, labelled: 3 });
  });

  it('compares both versions on the same rows, only on labels recorded after the candidate was frozen', async () => {
    const world = monitoredWorld(pool);
    const both = (i: number, score: number, other: number) =>
      loanPrediction(i, { score, otherScores: [{ version: 2, score: other }] });
    await world.predictions(both(0, 0.5, 0.9), both(1, 0.5, 0.5), both(2, 0.5, 0.25), loanPrediction(3, { score: 0 }));
    await world.outcomes(loanOutcome(0));
    const frozenAt = await feedback.databaseTime();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.outcomes(loanOutcome(1), loanOutcome(2), loanOutcome(3));
    const question = { model: 'loan', championVersion: 1, candidateVersion: 2, frozenAt };
    const without = await feedback.pairedEvidence(question);
    expect(without.n).toBe(2);
    await feedback.insertVersionScores('loan', 2, [{ predictionId: 'p3', score: 0.5 }], 'backfill');
    const evidence = await feedback.pairedEvidence(question);
    // Labels: p1 negative, p2 negative, p3 positive, to which the champion gave probability 0 (clipped at 1e-15).
    const differences = [0, Math.log(0.5 / 0.75), Math.log(2) + Math.log(1e-15)];
    const mean = differences.reduce((a, b) => a + b) / 3;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 2;
    expect(evidence).toMatchObject({ n: 3 });
    expect(evidence.meanDifference).toBeCloseTo(mean, 9);
    expect(evidence.varianceOfDifference).toBeCloseTo(variance, 7);
    expect(evidence.candidateLogLoss! - evidence.championLogLoss!).toBeCloseTo(mean, 9);
    expect(await feedback.labelsSince('loan', frozenAt)).toBe(3);
  });

  it('does not turn a label that was known before into evidence when it is revised', async () => {
    const world = monitoredWorld(pool);
    await world.predictions(loanPrediction(0, { otherScores: [{ version: 2, score: 0.5 }] }));
    await world.outcomes(loanOutcome(0));
    const frozenAt = await feedback.databaseTime();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.outcomes(loanOutcome(0, { label: 0, revision: 1 }));
    const question = { model: 'loan', championVersion: 1, candidateVersion: 2, frozenAt };
    expect((await feedback.pairedEvidence(question)).n).toBe(0);
  });

  it('counts who answered in a rollout step', async () => {
    const world = monitoredWorld(pool);
    const id = randomUUID();
    const arm = (i: number, name: 'champion' | 'candidate') => loanPrediction(i, { rollout: { id, arm: name } });
    await world.predictions(arm(0, 'champion'), arm(1, 'candidate'));
    const sinceSeq = await feedback.maxPredictionSeq('loan');
    const empty = await feedback.stepTraffic({ model: 'loan', rolloutId: id, sinceSeq });
    expect(empty).toEqual({ total: 0, candidate: 0, latestSeq: sinceSeq });
    await world.predictions(arm(2, 'champion'), arm(3, 'candidate'), arm(4, 'champion'), loanPrediction(5));
    const traffic = await feedback.stepTraffic({ model: 'loan', rolloutId: id, sinceSeq });
    expect(traffic).toMatchObject({ total: 3, candidate: 1 });
    expect(traffic.latestSeq).toBeGreaterThan(sinceSeq);
    expect(await feedback.predictionsRecordedSince('loan', new Date(0))).toBe(6);
  });
});
