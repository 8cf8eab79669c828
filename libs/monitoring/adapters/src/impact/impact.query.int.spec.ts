import type { PredictionEvent } from '@plumbline/contracts';
import { createPool } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  EPOCH_MS,
  loanOutcome,
  loanPrediction,
  loanScore,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { ImpactQuery } from './impact.query';

const VALUES = { truePositive: 40, falseAlarm: -5, miss: -100, trueNegative: 1 };
const POLICY = {
  currency: 'EUR',
  values: VALUES,
  actionCost: 2,
  amount: 'negative_outcomes',
  holdoutPercent: 20,
  minimumSubjects: 30,
};
const ROWS = 1_000;
const isHeldOut = (i: number): boolean => i % 5 === 0;
const isPositive = (i: number): boolean => i % (isHeldOut(i) ? 2 : 7) === 0;
const amountOf = (i: number): number => (i % 3) * 10;

/** What row i came to, said again in the plainest way. */
function worthOf(i: number): { value: number; cost: number; amount: number; action: boolean } {
  const action = !isHeldOut(i) && loanScore(i) >= 0.5;
  const cell = action
    ? isPositive(i)
      ? VALUES.truePositive
      : VALUES.falseAlarm
    : isPositive(i)
      ? VALUES.miss
      : VALUES.trueNegative;
  const amount = isPositive(i) ? 0 : amountOf(i);
  const cost = (action ? 2 : 0) + Math.max(0, -cell);
  return { value: cell + amount - (action ? 2 : 0), cost, amount, action };
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const predicted = (i: number, change: Partial<PredictionEvent> = {}) =>
  loanPrediction(i, { holdout: isHeldOut(i), version: i < 500 ? 1 : 2, ...change });
const outcome = (i: number) => loanOutcome(i, { label: isPositive(i) ? 1 : 0, value: amountOf(i) });

describeWithServer('database', 'the impact of a model', () => {
  let database: TestDatabase;
  let pool: Pool;
  let query: ImpactQuery;
  let world: ReturnType<typeof monitoredWorld>;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    query = new ImpactQuery(pool);
    world = monitoredWorld(pool);
    await registerLoanModel(pool);
    await registerLoanModel(pool, 'loan', 2);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(() => pool.query('TRUNCATE prediction CASCADE; DELETE FROM model_policy'));

  const world1000 = async (known = ROWS): Promise<void> => {
    await setPolicy(pool, 'loan', 'impact', POLICY);
    await world.predictions(...range(ROWS).map((i) => predicted(i)));
    await world.outcomes(...range(known).map(outcome));
  };

  it('says what to do while nobody has said what a decision is worth', async () => {
    expect(await query.view('loan')).toMatchObject({
      state: 'not_configured',
      policy: null,
      effects: null,
      series: [],
    });
  });

  it('equals a recount of the rows: arms, effects, cells and versions', async () => {
    await world1000();
    const { arms, effects, cells, versions, sampleRatio, state, mixedSubjects } = await query.view('loan');
    const treated = range(ROWS).filter((i) => !isHeldOut(i));
    const heldOut = range(ROWS).filter(isHeldOut);
    const mean = (rows: readonly number[], of: (i: number) => number) => sum(rows.map(of)) / rows.length;
    const difference = (of: (i: number) => number) => mean(treated, of) - mean(heldOut, of);
    expect(arms?.treated).toMatchObject({ subjects: 800, withOutcome: 800 });
    expect(arms?.treated.actions).toBe(treated.filter((i) => worthOf(i).action).length);
    expect(arms?.holdout).toMatchObject({ subjects: 200, withOutcome: 200, actions: 0 });
    expect(effects?.valuePerSubject.estimate).toBeCloseTo(
      difference((i) => worthOf(i).value),
      9,
    );
    expect(effects?.valueTotal.estimate).toBeCloseTo(800 * difference((i) => worthOf(i).value), 6);
    expect(effects?.amountPerSubject.estimate).toBeCloseTo(
      difference((i) => worthOf(i).amount),
      9,
    );
    expect(effects?.costSavedPerSubject.estimate).toBeCloseTo(-difference((i) => worthOf(i).cost), 9);
    expect(effects?.outcomeRate.estimate).toBeCloseTo(-difference((i) => Number(isPositive(i))), 9);
    expect(state).toBe('known');
    expect(sampleRatio).toMatchObject({ verdict: 'as_configured', expectedPercent: 20, observedPercent: 20 });
    expect(mixedSubjects).toBe(0);
    const misses = heldOut.filter((i) => loanScore(i) < 0.5 && isPositive(i));
    expect(cells).toContainEqual({
      ...{ arm: 'holdout', cell: 'miss', rows: misses.length },
      value: sum(misses.map((i) => worthOf(i).value)),
    });
    expect(versions.map(({ version, bookedValue }) => [version, bookedValue])).toEqual([
      [1, sum(treated.filter((i) => i < 500).map((i) => worthOf(i).value))],
      [2, sum(treated.filter((i) => i >= 500).map((i) => worthOf(i).value))],
    ]);
  });

  it('shows the value over event time, ending at the whole', async () => {
    await world1000();
    const { series, effects, from, to } = await query.view('loan');
    expect(series.length).toBeGreaterThan(20);
    expect(series.at(-1)).toMatchObject({ at: to, treated: 800, heldOut: 200 });
    expect(series.at(-1)?.valuePerSubject.estimate).toBeCloseTo(effects?.valuePerSubject.estimate ?? NaN, 9);
    expect(from).toBe(new Date(EPOCH_MS).toISOString());
    const half = await query.view('loan', { to: new Date(EPOCH_MS + 500_000) });
    expect(half.arms).toMatchObject({ treated: { subjects: 400 }, holdout: { subjects: 100 } });
  });

  it('counts a subject once whatever its predictions, and nobody who was on both sides', async () => {
    await setPolicy(pool, 'loan', 'impact', POLICY);
    const twice = range(10).map((i) => predicted(i, { subject: `t${i % 2}`, holdout: false }));
    const mixed = [11, 12].map((i) => predicted(i, { subject: 'moved', holdout: i === 12 }));
    await world.predictions(...twice, ...mixed, predicted(15, { subject: 'out', holdout: true }));
    await world.outcomes(...range(10).map(outcome), outcome(15));
    const { arms, mixedSubjects, state } = await query.view('loan');
    expect(arms).toMatchObject({ treated: { subjects: 2, withOutcome: 2 }, holdout: { subjects: 1 } });
    expect(mixedSubjects).toBe(1);
    expect(state).toBe('not_enough_evidence');
  });

  it('leaves out rows served before there was a hold-out group, and warns of outcomes known unevenly', async () => {
    await world1000();
    await world.predictions(loanPrediction(2_000), loanPrediction(2_001));
    const biased = range(ROWS).filter((i) => isHeldOut(i) && i % 10 === 0);
    await pool.query('DELETE FROM prediction_label WHERE prediction_id = ANY ($1)', [biased.map((i) => `p${i}`)]);
    const { arms, warnings } = await query.view('loan');
    expect(arms?.treated.subjects).toBe(800);
    expect(warnings).toEqual([expect.stringContaining('50.0 % of the held-out') as string]);
  });

  it('books the value without a hold-out group, and says that no effect can be known', async () => {
    await setPolicy(pool, 'loan', 'impact', { ...POLICY, holdoutPercent: 0 });
    await world.predictions(...range(50).map((i) => loanPrediction(i)));
    await world.outcomes(...range(50).map(outcome));
    const { state, versions, effects, arms } = await query.view('loan');
    expect(state).toBe('no_holdout');
    expect(arms?.treated.withOutcome).toBe(50);
    expect(versions[0]?.bookedValue).not.toBe(0);
    expect(effects?.valuePerSubject).toMatchObject({ estimate: null, verdict: 'not_enough_evidence' });
    await setPolicy(pool, 'loan', 'impact', POLICY);
    expect(await query.view('loan')).toMatchObject({ state: 'no_data', sampleRatio: null });
  });

  it('decides by the threshold of the policy where it has one, and takes the other action', async () => {
    await world1000();
    await setPolicy(pool, 'loan', 'impact', { ...POLICY, decisionThreshold: 0.9 });
    const strict = await query.view('loan');
    expect(strict.arms?.treated.actions).toBe(range(ROWS).filter((i) => !isHeldOut(i) && loanScore(i) >= 0.9).length);
    await setPolicy(pool, 'loan', 'impact', { ...POLICY, decisionThreshold: 0.9, action: 'on_negative' });
    const other = await query.view('loan');
    expect(other.arms?.treated.actions).toBe(800 - (strict.arms?.treated.actions ?? 0));
  });
});
