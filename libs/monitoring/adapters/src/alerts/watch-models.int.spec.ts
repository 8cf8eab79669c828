import { createPool } from '@plumbline/platform';
import { describeWithServer, fixedClock, InMemoryEventBus, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import {
  loanPrediction,
  makeChampion,
  monitoredWorld,
  registerLoanModel,
  setPolicy,
} from '../testing/monitored-world.builder';
import { AlertStore } from './alert.store';
import { selectAlerts } from './alerts.query';
import { WatchModels } from './watch-models';

const MINUTE_MS = 60_000;

describeWithServer('database', 'watching for what does not come', () => {
  let database: TestDatabase;
  let pool: Pool;
  const clock = fixedClock(new Date());
  const bus = new InMemoryEventBus();
  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    await registerLoanModel(pool);
    await makeChampion(pool, 'loan', 1);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  async function look() {
    clock.advance(MINUTE_MS);
    await new WatchModels({ pool, bus, alerts: new AlertStore(clock, false), clock }).look();
    const { items } = await selectAlerts(pool, { model: 'loan', limit: 10 });
    return items.map(({ rule, state, version }) => ({ rule, state, version }));
  }

  it('raises an alert when predictions stay away, and resolves it when they come', async () => {
    const rule = { name: 'quiet', watch: 'freshness', condition: { above: 30 * MINUTE_MS } };
    await setPolicy(pool, 'loan', 'alerting', { rules: [rule] });
    expect(await look()).toEqual([]);
    const world = monitoredWorld(pool);
    await world.predictions(loanPrediction(1));
    await pool.query(`UPDATE prediction SET recorded_at = clock_timestamp() - interval '2 hours'`);
    expect(await look()).toEqual([{ rule: 'quiet', state: 'firing', version: null }]);
    await world.predictions(loanPrediction(2));
    expect(await look()).toEqual([{ rule: 'quiet', state: 'resolved', version: null }]);
    expect(bus.published('plumbline.events').map(({ value }) => (JSON.parse(value) as { kind: string }).kind)).toEqual([
      ...['alert.raised', 'alert.resolved'],
    ]);
  });

  it('counts the dead letters of the last hour that name the model', async () => {
    await setPolicy(pool, 'loan', 'alerting', {
      rules: [{ name: 'broken', watch: 'dead_letters', condition: { above: 1 } }],
    });
    const put = (model: string | null) =>
      pool.query(
        `INSERT INTO dead_letter (topic, partition, record_offset, reason, payload, model)
         VALUES ('plumbline.outcomes', 0, 1, 'why', '{}', $1)`,
        [model],
      );
    for (const model of ['loan', 'other', null]) await put(model);
    expect(await look()).toEqual([]);
    await put('loan');
    expect(await look()).toEqual([{ rule: 'broken', state: 'firing', version: null }]);
  });

  it('leaves the alerts of closed windows alone', async () => {
    await pool.query(
      `INSERT INTO alert (id, model, kind, severity, title, dedupe_key, rule, standing)
       VALUES (gen_random_uuid(), 'loan', 'drift', 'warning', 't', 'drift:loan', 'drift', 'firing')`,
    );
    expect(await look()).toEqual([{ rule: 'drift', state: 'firing', version: null }]);
  });
});
