import type { AlertSignal } from '@plumbline/monitoring-core';
import { createPool, inTransaction } from '@plumbline/platform';
import { describeWithServer, fixedClock, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { deliveriesStore } from '../notification/deliveries.store';
import { selectDeliveries } from '../notification/deliveries.query';
import { SecretBox } from '../notification/secret-box';
import { WebhooksStore } from '../notification/webhooks.store';
import { setPolicy } from '../testing/monitored-world.builder';
import { alertActions } from './alert-actions';
import { AlertStore } from './alert.store';
import { selectAlert, selectAlerts } from './alerts.query';
import { silencesStore } from './silences.store';

const SIGNAL: AlertSignal = {
  ...{ watch: 'drift', subject: null, verdict: 'bad', value: 0.4, title: 'loan: the data drift', detail: { n: 1 } },
};
const ALL = { model: 'loan', limit: 50 };

describeWithServer('database', 'the store of alerts', () => {
  let database: TestDatabase;
  let pool: Pool;
  let minute = 0;
  const webhooks = new WebhooksStore(new SecretBox(Buffer.alloc(32, 7)));
  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    minute = 0;
    await pool.query(`INSERT INTO model (name) VALUES ('loan')`);
    const wanting = { url: 'https://hooks.example.com/a', description: '', actor: 'token:spec', models: ['lo*'] };
    await webhooks.insert(pool, { ...wanting, events: ['alert.*'] });
    await webhooks.insert(pool, { ...wanting, events: ['rollout.ended'] });
    await webhooks.insert(pool, { ...wanting, events: ['*'], models: ['other'] });
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n));
  const look = (windowTo: Date, signals: AlertSignal[], hasMail = false) =>
    inTransaction(pool, (db) =>
      new AlertStore(fixedClock(new Date()), hasMail).apply(db, { model: 'loan', version: 1, windowTo, signals }),
    );
  const next = (verdict: AlertSignal['verdict'], change: Partial<AlertSignal> = {}) =>
    look(at(minute++), [{ ...SIGNAL, verdict, ...change }]);
  const sent = async () =>
    (await selectDeliveries(pool, { limit: 50 })).items.map(({ event, route }) => `${route} ${event}`);
  const only = async () => {
    const { items } = await selectAlerts(pool, ALL);
    expect(items).toHaveLength(1);
    return (await selectAlert(pool, items[0]!.id))!;
  };
  const whats = async () => (await only()).history.map(({ what }) => what).reverse();

  it('raises, refreshes and resolves one alert a key, and tells each end of it once', async () => {
    expect((await next('bad')).news).toMatchObject([{ kind: 'alert.raised', rule: 'drift', severity: 'warning' }]);
    expect(await next('bad')).toMatchObject({ news: [], retrainFor: ['drift'] });
    expect(await next('not_enough_evidence')).toEqual({ news: [], retrainFor: [] });
    expect(await only()).toMatchObject({
      state: 'firing',
      occurrences: 2,
      resolvedAt: null,
      kind: 'drift',
      rule: 'drift',
    });
    expect((await next('good')).news).toMatchObject([{ kind: 'alert.resolved' }]);
    expect((await only()).state).toBe('resolved');
    await next('bad');
    expect(await whats()).toEqual(['raised', 'resolved', 'raised']);
    expect(await sent()).toEqual(['webhook alert.raised', 'webhook alert.resolved', 'webhook alert.raised']);
  });

  it('changes nothing when the same windows come again', async () => {
    for (const verdict of ['bad', 'good', 'bad'] as const) await next(verdict);
    const before = [await only(), await sent()];
    minute = 0;
    for (const verdict of ['bad', 'good', 'bad'] as const) expect((await next(verdict)).news).toEqual([]);
    expect([await only(), await sent()]).toEqual(before);
  });

  it('writes state, history and outbox together or not at all', async () => {
    const check = { model: 'loan', version: 1, windowTo: at(0), signals: [SIGNAL] };
    const crash = inTransaction(pool, async (db) => {
      await new AlertStore(fixedClock(new Date()), true).apply(db, check);
      throw new RangeError('the evaluation died');
    });
    await expect(crash).rejects.toThrow('the evaluation died');
    expect([(await selectAlerts(pool, ALL)).items, await sent()]).toEqual([[], []]);
  });

  it('follows the rules of the policy: m of n windows, each subject for itself, limits, routes', async () => {
    const rule = { name: 'features', watch: 'feature_drift', subject: 'a*', condition: { above: 0.2 } };
    await setPolicy(pool, 'loan', 'alerting', {
      rules: [{ ...rule, raise: { count: 2, of: 3 }, severity: 'info', routes: ['email'] }],
    });
    const features = (age: number, amount: number) =>
      look(
        at(minute++),
        [
          ['age', age],
          ['amount', amount],
          ['job', 9],
        ].map(([subject, value]) => ({
          ...{ ...SIGNAL, watch: 'feature_drift', verdict: 'good' as const },
          ...{ subject: subject as string, value: value as number },
        })),
        true,
      );
    await features(0.3, 0.1);
    expect(await selectAlerts(pool, ALL)).toMatchObject({
      items: [{ subject: 'age', state: 'pending', resolvedAt: null }],
    });
    expect((await selectAlerts(pool, { ...ALL, open: true })).items).toEqual([]);
    expect((await features(0.1, 0.3)).news).toEqual([]);
    expect((await features(0.3, 0.1)).news).toMatchObject([{ rule: 'features', severity: 'info' }]);
    const { items } = await selectAlerts(pool, { ...ALL, state: 'firing', severity: 'info' });
    expect(items.map(({ subject }) => subject)).toEqual(['age']);
    expect(await sent()).toEqual(['email alert.raised']);
  });

  it('tells the end to whoever heard that it fires, and wants to hear of ends', async () => {
    const wanting = { url: 'https://hooks.example.com/b', description: '', actor: 'token:spec', models: ['*'] };
    await webhooks.insert(pool, { ...wanting, events: ['alert.raised'] });
    await look(at(minute++), [SIGNAL], true);
    await webhooks.insert(pool, { ...wanting, events: ['*'] });
    await look(at(minute++), [{ ...SIGNAL, verdict: 'good' }], true);
    expect((await sent()).slice(0, 2).sort()).toEqual(['email alert.resolved', 'webhook alert.resolved']);
    expect((await sent()).slice(2).sort()).toEqual([
      ...['email alert.raised', 'webhook alert.raised', 'webhook alert.raised'],
    ]);
  });

  it('forgets finished deliveries after their time, but not those of an alert that still fires', async () => {
    await next('bad');
    const old = `UPDATE delivery SET state = 'delivered', finished_at = clock_timestamp() - interval '31 days'`;
    await pool.query(old);
    await deliveriesStore.forget(pool, 30);
    expect(await sent()).toEqual(['webhook alert.raised']);
    await next('good');
    await pool.query(old);
    await deliveriesStore.forget(pool, 30);
    expect(await sent()).toEqual([]);
  });

  it('sends no e-mail where there is no mail server', async () => {
    await look(at(0), [SIGNAL], false);
    expect(await sent()).toEqual(['webhook alert.raised']);
  });

  it('resolves what a rule raised that was taken out of the policy, and says so', async () => {
    await next('bad');
    await setPolicy(pool, 'loan', 'alerting', { rules: [] });
    expect((await next('bad')).news).toMatchObject([{ kind: 'alert.resolved', rule: 'drift' }]);
    expect((await only()).history[0]).toMatchObject({
      what: 'resolved',
      reason: 'its rule is no longer in the policy',
    });
    expect(await sent()).toEqual(['webhook alert.resolved', 'webhook alert.raised']);
  });

  it('tells nobody while a silence holds that matches, and still asks for retraining', async () => {
    const silence = { alertKey: null, rule: 'dr*', subject: null, reason: 'known', actor: 'token:ana' };
    const until = new Date(Date.now() + 3_600_000);
    await silencesStore.insert(pool, { ...silence, model: 'other', until });
    const { id } = await silencesStore.insert(pool, { ...silence, model: 'lo*', until });
    expect(await next('bad')).toMatchObject({ news: [{ kind: 'alert.raised' }], retrainFor: ['drift'] });
    expect(await only()).toMatchObject({ state: 'firing', silence: { id, reason: 'known', by: 'token:ana' } });
    expect(await sent()).toEqual([]);
    expect((await silencesStore.end(pool, id))?.id).toBe(id);
    expect(await silencesStore.end(pool, id)).toBeNull();
    await next('bad');
    expect([(await only()).silence, await sent()]).toEqual([null, ['webhook alert.raised']]);
  });

  it('shows a silence exactly where the core keeps silent: patterns are literal but for the star', async () => {
    await next('bad');
    const until = new Date(Date.now() + 3_600_000);
    const silence = { alertKey: null, rule: null, subject: null, until, reason: 'known', actor: 'token:ana' };
    for (const model of ['l_an', 'l%', 'loa', '\\*']) await silencesStore.insert(pool, { ...silence, model });
    expect((await only()).silence).toBeNull();
    await silencesStore.insert(pool, { ...silence, model: 'l*n' });
    expect((await only()).silence).not.toBeNull();
  });

  it('lets a person acknowledge and resolve, after which only new evidence raises it', async () => {
    await next('bad');
    const { id } = await only();
    const action = { id, actor: 'user:ana', reason: 'looked at it' };
    expect(await alertActions.acknowledge(pool, action)).toMatchObject({ model: 'loan', rule: 'drift' });
    expect(await only()).toMatchObject({ acknowledgedBy: 'user:ana' });
    expect(await alertActions.resolve(pool, action)).toMatchObject({ isTold: true });
    expect(await alertActions.resolve(pool, action)).toBeNull();
    expect(await alertActions.acknowledge(pool, action)).toBeNull();
    minute = 0;
    expect((await next('bad')).news).toEqual([]);
    expect((await next('bad')).news).toMatchObject([{ kind: 'alert.raised' }]);
    expect(await only()).toMatchObject({ state: 'firing', acknowledgedBy: null });
  });

  it('silences one alert until its time', async () => {
    await next('bad');
    const { id } = await only();
    const until = new Date(Date.now() + 400);
    expect(await alertActions.silence(pool, { id, actor: 'user:ana', reason: 'known' }, until)).toMatchObject({
      model: 'loan',
    });
    expect((await only()).history[0]).toMatchObject({ what: 'silenced', by: 'user:ana', reason: 'known' });
    await new Promise((resolve) => setTimeout(resolve, until.getTime() - Date.now() + 50));
    expect((await only()).silence).toBeNull();
  });

  it('pages through the alerts, newest first', async () => {
    const subjects = ['a', 'b', 'c', 'd', 'e'];
    await look(
      at(0),
      subjects.map((subject) => ({ ...SIGNAL, watch: 'fairness', subject })),
    );
    const first = await selectAlerts(pool, { model: 'loan', limit: 3 });
    const second = await selectAlerts(pool, { model: 'loan', limit: 3, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual([...subjects].reverse());
    expect(second.nextCursor).toBeNull();
  });
});
