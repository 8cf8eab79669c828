import { TOPICS } from '@plumbline/contracts';
import { createPool, systemClock } from '@plumbline/platform';
import {
  describeWithServer,
  InMemoryEventBus,
  InMemoryJobQueue,
  testDatabase,
  type TestDatabase,
} from '@plumbline/testing';
import type { Pool } from 'pg';
import type { AttributableModels } from '../attribution/attributable-models.port';
import { AttributionChecks } from '../attribution/attribution-checks';
import { ErrorStreams } from '../streams/error-streams';
import { AlertStore } from '../alerts/alert.store';
import { selectAlerts } from '../alerts/alerts.query';
import {
  loanOutcome,
  loanPrediction,
  makeChampion,
  type MonitoredWorld,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { MonitoringQuery } from '../views/monitoring.query';
import { ModelEvaluation } from './model-evaluation';

describeWithServer('database', 'checking closed windows', () => {
  let database: TestDatabase;
  let pool: Pool;
  let world: MonitoredWorld;
  let bus: InMemoryEventBus;
  let jobs: InMemoryJobQueue;

  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    world = monitoredWorld(pool);
    bus = new InMemoryEventBus();
    jobs = new InMemoryJobQueue();
    await registerLoanModel(pool);
    await makeChampion(pool, 'loan', 1);
    await setPolicy(pool, 'loan', 'monitor', { windowMs: 500_000, driftWindows: 2 });
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  /** A model that rests on age alone, and twice as much on high ages. */
  const models: AttributableModels = {
    scorer: async () => async (rows) => rows.map(([age, job]) => Number(age) / 100 + (job === 'admin' ? 0.2 : 0)),
    referenceRows: async () => null,
  };
  const evaluation = () =>
    new ModelEvaluation(
      {
        ...{ pool, bus, jobs, versions: world.versions, clock: systemClock },
        alerts: new AlertStore(systemClock, false),
        streams: new ErrorStreams(pool, world.versions),
        attribution: new AttributionChecks(pool, models),
      },
      { group: 'monitor' },
    );
  const tick = (one = evaluation()) =>
    one.tick((_model, error) => {
      throw error;
    });
  const feed = async (from: number, to: number, change = {}): Promise<void> => {
    const numbers = Array.from({ length: to - from }, (_, k) => from + k);
    await world.predictions(...numbers.map((i) => loanPrediction(i, change)));
  };
  const events = () =>
    bus.published(TOPICS.domainEvents).map(({ value }) => (JSON.parse(value) as { kind: string }).kind);

  it('waits until a later event has closed a window, then checks it once', async () => {
    await feed(0, 390);
    expect(await tick()).toEqual([]);
    await feed(390, 410);
    const [result] = await tick();
    expect(result!.report).toMatchObject({ verdict: 'no_drift', rows: { current: 400 } });
    expect(await tick()).toEqual([]);
    expect(events()).toEqual(['window.closed']);
    expect(jobs.waiting).toHaveLength(0);
  });

  it('alerts on drift, asks for retraining, and shows the report', async () => {
    await feed(0, 900);
    await feed(900, 2_000, { features: [69, 'retired'] });
    await tick();
    expect(jobs.waiting).toMatchObject([
      {
        name: 'retraining.consider',
        payload: {
          model: 'loan',
          trigger: 'drift',
          requestedBy: 'system:monitor',
          detail: { features: ['age', 'job'] },
        },
      },
    ]);
    expect(events().filter((kind) => kind === 'alert.raised')).toHaveLength(2);
    const query = new MonitoringQuery(pool, world.versions);
    const view = await query.driftView('loan');
    expect(view.history.map(({ verdict }) => verdict)).toEqual(['no_drift', 'no_drift', 'drift', 'drift']);
    expect(view.latest).toMatchObject({ verdict: 'drift', share: { drifted: 2, tested: 2 } });
    const alerts = await selectAlerts(pool, { model: 'loan', open: true, limit: 10 });
    expect(alerts.items.map(({ kind, subject }) => [kind, subject]).sort()).toEqual([
      ['drift', null],
      ['quality', 'constant'],
    ]);
    expect(alerts.items.find(({ kind }) => kind === 'drift')).toMatchObject({ occurrences: 2, resolvedAt: null });
    const quality = await query.qualityView('loan');
    expect(quality.history.map(({ verdict }) => verdict)).toEqual(['within', 'within', 'within', 'violated']);
    expect(quality.history.at(-1)!.violated).toEqual([
      { check: 'constant', feature: 'age' },
      { check: 'constant', feature: 'job' },
    ]);
    expect(quality.freshness.verdict).toBe('within');
    expect(await query.numbers(['loan', 'none'])).toMatchObject([
      { model: 'loan', predictions: 2_000, verdict: 'drift', driftedFeatures: 2, testedFeatures: 2 },
      { model: 'none', predictions: 0, verdict: null },
    ]);
  });

  it('sees that the model rests on another feature than for the first rows it served', async () => {
    await feed(0, 1_100);
    await tick();
    // Of middle age, as the usual row is, and in the one job that counts.
    await feed(1_100, 3_100, { features: [44, 'admin'] });
    await tick();
    const { latest } = await new MonitoringQuery(pool, world.versions).driftView('loan');
    expect(latest!.attribution).toMatchObject({ verdict: 'drift', baseline: 'first_served', rows: { current: 300 } });
    const job = latest!.attribution!.features.find(({ feature }) => feature === 'job')!;
    expect(job.current).toBeGreaterThan(job.reference + 0.1);
  });

  it('feeds labelled errors to the detectors and shows their alarms', async () => {
    await feed(0, 3_000, { score: 0.95, label: 'yes' });
    const label = (i: number): number => (i < 1_500 ? Number(i % 10 > 0) : Number(i % 2 > 0));
    await world.outcomes(...Array.from({ length: 3_000 }, (_, i) => loanOutcome(i, { label: label(i) })));
    await tick();
    const { streams } = await new MonitoringQuery(pool, world.versions).driftView('loan');
    expect(streams).toMatchObject([{ version: 1, rows: 3_000 }]);
    expect(streams[0]!.alarms[0]).toMatchObject({ direction: 'worse' });
    expect(streams[0]!.errorRateNow).toBeGreaterThan(streams[0]!.errorRate!);
  });

  it('resolves the alert when the drift is gone', async () => {
    await feed(0, 1_400, { features: [69, 'retired'] });
    await tick();
    await feed(1_400, 2_950);
    await tick();
    const { rows } = await pool.query('SELECT resolved_at FROM alert WHERE kind = $1', ['drift']);
    expect(rows[0].resolved_at).toBeInstanceOf(Date);
  });

  it('records one result a window when several instances check it', async () => {
    await feed(0, 1_000);
    const two = [evaluation(), evaluation()];
    await Promise.all(two.map((one) => tick(one)));
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM drift_result');
    expect(rows[0].n).toBe(2);
    expect(events()).toEqual(['window.closed', 'window.closed']);
  });

  it('checks the champion only, on windows since it became champion', async () => {
    await registerLoanModel(pool, 'loan', 2);
    await feed(0, 1_000, { version: 2, features: [69, 'retired'] });
    await feed(0, 1_000);
    expect((await tick()).every(({ report }) => report.version === 1)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await makeChampion(pool, 'loan', 2);
    const later = Array.from({ length: 1_100 }, (_, k) => 5_000 + k);
    await world.predictions(...later.map((i) => loanPrediction(i, { version: 2 })));
    const results = await tick();
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ report }) => report.version === 2 && report.verdict !== 'drift')).toBe(true);
  });

  it('judges performance on the latest windows that have labels, however late these come', async () => {
    await feed(0, 3_000, { score: 0.95 });
    await world.outcomes(...Array.from({ length: 800 }, (_, i) => loanOutcome(i, { label: 0 })));
    const results = await tick();
    const last = results.at(-1)!;
    expect(last.totals.labelled).toBe(0);
    expect(last.matured).toMatchObject({ labelled: 800 });
    expect(last.performance.verdict).toBe('worse');
    expect(jobs.waiting).toHaveLength(1);
  });
});
