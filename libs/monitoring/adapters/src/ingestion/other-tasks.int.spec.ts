import type { SignatureContract } from '@plumbline/contracts';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { FeedbackQuery } from '../feedback/feedback.query';
import { EPOCH_MS, monitoredWorld, type MonitoredWorld } from '../testing/monitored-world.builder';
import { MonitoringQuery } from '../views/monitoring.query';

const RISK: SignatureContract = {
  schemaVersion: 1,
  task: 'multiclass',
  features: [{ name: 'age', type: 'number', required: true }],
  inputs: [{ name: 'x', elementType: 'float', features: ['age'] }],
  output: { scoreTensor: 'p', scoreColumn: 0, classes: ['high', 'low', 'medium'], positiveClass: null, threshold: 0.5 },
  label: 'risk',
  protectedAttributes: [],
};
const DECISION: SignatureContract = {
  ...RISK,
  task: 'binary',
  output: { ...RISK.output, kind: 'label', classes: ['no', 'yes'], positiveClass: 'yes' },
};

describeWithServer('database', 'monitoring a model that is neither binary with probabilities nor a regression', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    for (const [model, signature] of Object.entries({ risk: RISK, decision: DECISION })) {
      await pool.query('INSERT INTO model (name) VALUES ($1)', [model]);
      for (const version of [1, 2])
        await pool.query(
          `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
           VALUES ($1, $2, 'd', 1, $3, 'test')`,
          [model, version, signature],
        );
    }
    world = monitoredWorld(pool);
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  const answered = (model: string, id: string, label: string, score: number) => ({
    predictionId: `${model}-${id}`,
    model,
    version: 1,
    features: [40],
    score,
    label,
    servedAt: new Date(EPOCH_MS).toISOString(),
    otherScores: [{ version: 2, score }],
  });
  const happened = (model: string, id: string, label: unknown, revision = 0) => ({
    model,
    predictionId: `${model}-${id}`,
    label,
    revision,
    observedAt: new Date(EPOCH_MS + 1_000).toISOString(),
  });
  const performance = async (model: string) =>
    (await new MonitoringQuery(pool, world.versions).performanceView(model)).total;

  it('joins class names, counts accuracy through revisions, and shows nothing of a probability of one class', async () => {
    await world.predictions(
      answered('risk', 'a', 'high', 0.6),
      answered('risk', 'b', 'low', 0.5),
      answered('risk', 'c', 'low', 0.7),
    );
    await world.outcomes(happened('risk', 'a', 'high'), happened('risk', 'b', 'medium'), happened('risk', 'c', 'low'));
    expect(await performance('risk')).toMatchObject({ predictions: 3, labelled: 3, accuracy: 2 / 3 });
    await world.outcomes(happened('risk', 'b', 'low', 1));
    expect(await performance('risk')).toMatchObject({
      labelled: 3,
      accuracy: 1,
      logLoss: null,
      auc: null,
      positiveRate: null,
      meanScore: expect.closeTo(0.6, 12),
    });
    const { rows } = await pool.query("SELECT label, positive FROM prediction_label WHERE model = 'risk' ORDER BY seq");
    expect(rows.map(({ label, positive }) => [label, positive])).toEqual([
      ['high', null],
      ['low', null],
      ['low', null],
    ]);
  });

  it('refuses an outcome that is none of the classes, and says which there are', async () => {
    await world.outcomes(happened('risk', 'a', '1', 2));
    expect(world.published.at(-1)?.headers['plumbline_reason']).toContain('"high", "low", "medium"');
  });

  it('counts decisions of a model that gives only labels, and takes them for no evidence of log loss', async () => {
    await world.predictions(answered('decision', 'a', 'yes', 1), answered('decision', 'b', 'no', 0));
    await world.outcomes(happened('decision', 'a', 1), happened('decision', 'b', 'yes'));
    expect(await performance('decision')).toMatchObject({ labelled: 2, accuracy: 0.5, logLoss: null, auc: null });
    const question = { model: 'decision', championVersion: 1, candidateVersion: 2, frozenAt: new Date(0) };
    expect((await new FeedbackQuery(pool).pairedEvidence(question)).n).toBe(0);
  });

  it('refuses a score that is no probability', async () => {
    await world.predictions(answered('risk', 'z', 'high', 1.5));
    const { rows } = await pool.query('SELECT reason FROM dead_letter ORDER BY id DESC LIMIT 1');
    expect(rows[0].reason).toContain('probability');
  });
});
