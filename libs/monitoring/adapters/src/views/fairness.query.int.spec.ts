import { type AttributeFairness, evaluateFairness, monitoredVersion } from '@plumbline/monitoring-core';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { fairnessStore } from '../evaluation/fairness.store';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  makeChampion,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { MonitoringQuery } from './monitoring.query';

const ROWS = 600;
const at = (minute: number): string => new Date(EPOCH_MS + minute * 60_000).toISOString();

describeWithServer('database', 'fairness as the control plane shows it', () => {
  let database: TestDatabase;
  let pool: Pool;
  let query: MonitoringQuery;
  let world: ReturnType<typeof monitoredWorld>;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    world = monitoredWorld(pool);
    query = new MonitoringQuery(pool, world.versions);
    await registerLoanModel(pool);
    await pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, reference, created_by)
       SELECT model, 2, artifact_digest, artifact_bytes, signature, NULL, created_by FROM model_version`,
    );
    await makeChampion(pool, 'loan', 1);
    await setPolicy(pool, 'loan', 'monitor', {
      windowMs: 200_000,
      fairnessMinimumGroup: 50,
      fairness: [{ measure: 'equalOpportunityDifference', limit: 0.2, attribute: 'sex' }],
    });
    const numbers = Array.from({ length: ROWS }, (_, i) => i);
    await world.predictions(...numbers.map((i) => loanPrediction(i, { version: i % 4 === 0 ? 2 : 1 })));
    await world.outcomes(...numbers.map((i) => loanOutcome(i)));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('has every attribute and their intersection, counted over versions with other score bins', async () => {
    const { attributes } = await query.fairnessView('loan');
    expect(attributes.map(({ attribute, kind }) => [attribute, kind])).toEqual([
      ['age', 'attribute'],
      ['sex', 'attribute'],
      ['age & sex', 'intersection'],
    ]);
    const rowsOf = (k: number): number => (attributes[k]?.groups ?? []).reduce((sum, { n }) => sum + n, 0);
    expect([0, 1, 2].map(rowsOf)).toEqual([ROWS, ROWS, ROWS]);
    const [f] = attributes[1]?.groups ?? [];
    expect(f).toMatchObject({ group: 'f', labelled: 300, precision: { n: 150 } });
    expect(f?.calibrationError).toBeGreaterThan(0);
  });

  it('marks the measures that the policy decides by', async () => {
    const { attributes } = await query.fairnessView('loan');
    const deciding = attributes.map(({ measures }) => measures.filter((m) => m.decides).map((m) => m.measure));
    expect(deciding).toEqual([
      ['demographicParityRatio'],
      ['demographicParityRatio', 'equalOpportunityDifference'],
      ['demographicParityRatio'],
    ]);
  });

  it('has the trend of the checks, once each and oldest first', async () => {
    const version = (await world.versions.version(pool, 'loan', 1)) as ReturnType<typeof monitoredVersion>;
    const group = (name: string, n: number, predictedPositive: number) => ({
      ...{ group: name, n, predictedPositive, labelled: 0, tp: 0, fp: 0, tn: 0, fn: 0 },
    });
    const found = (selected: number): AttributeFairness[] =>
      evaluateFairness(
        version,
        { groups: [[], [group('f', 500, selected), group('m', 500, 250)]] },
        { fairnessMinimumRatio: 0.8, fairnessMinimumGroup: 50 },
      );
    const check = (minute: number) => ({ model: 'loan', version: 1, from: at(minute - 5), to: at(minute) });
    await fairnessStore.insert(pool, check(5), found(250));
    await fairnessStore.insert(pool, check(10), found(50));
    await fairnessStore.insert(pool, check(10), found(250));
    const { history } = await query.fairnessView('loan');
    expect(history.map(({ to }) => to)).toEqual([at(5), at(10)]);
    const verdicts = history.map(({ attributes }) => attributes.find(({ attribute }) => attribute === 'sex')?.verdict);
    expect(verdicts).toEqual(['within', 'violated']);
    expect(history[1]?.attributes[1]?.groups).toMatchObject([{ group: 'f', ratio: { estimate: 0.2 } }]);
    const { rows } = await pool.query('SELECT verdict FROM fairness_result ORDER BY id');
    expect(rows.at(-1)).toEqual({ verdict: 'violated' });
  });
});
