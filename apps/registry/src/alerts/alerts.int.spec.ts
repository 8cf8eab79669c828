import { AlertStore } from '@plumbline/monitoring-adapters';
import type { AlertDetailView, AlertSilenceView, AlertView, NewWebhookView } from '@plumbline/contracts';
import { inTransaction, systemClock } from '@plumbline/platform';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

const SOON = () => new Date(Date.now() + 3_600_000).toISOString();
const HOOK = 'https://hooks.example.com/services/T0/secret-path';

describeWithServer('database', 'alerts and webhooks', () => {
  let registry: RegistryWorld;
  let engineer: string;
  let viewer: string;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
    engineer = await registry.token('engineer', { name: 'eve' });
    viewer = await registry.token('viewer');
  });
  afterAll(() => registry?.close());

  const call = async <T>(method: string, path: string, payload?: object, token = registry.adminToken) => {
    const answer = await registry.call(method, path, { token, ...(payload && { payload }) });
    return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as T & { code?: string } };
  };
  async function firing(model: string, watch = 'drift'): Promise<AlertView> {
    await registry.pool.query('INSERT INTO model (name) VALUES ($1) ON CONFLICT DO NOTHING', [model]);
    const signal = {
      watch,
      subject: null,
      verdict: 'bad',
      value: 1,
      title: `${model}: it drifts`,
      detail: {},
    } as const;
    const check = { model, version: 1, windowTo: new Date(), signals: [signal] };
    await inTransaction(registry.pool, (db) => new AlertStore(systemClock, false).apply(db, check));
    const { body } = await call<{ items: AlertView[] }>('GET', `alerts?model=${model}&state=firing`);
    return body.items.find(({ kind }) => kind === watch)!;
  }
  const auditOf = async (resourceType: string, id: string): Promise<string[]> => {
    const { rows } = await registry.pool.query<{ action: string }>(
      'SELECT action FROM audit_event WHERE resource_type = $1 AND resource_id = $2 ORDER BY id',
      [resourceType, id],
    );
    return rows.map(({ action }) => action);
  };

  it('list alerts by state, model and severity, page by page', async () => {
    await firing('listed');
    await firing('listed', 'performance');
    const list = async (query: string) =>
      (await call<{ items: AlertView[] }>('GET', `alerts?model=listed${query}`)).body;
    expect((await list('')).items.map(({ rule }) => rule)).toEqual(['performance', 'drift']);
    expect((await list('&severity=critical')).items.map(({ rule }) => rule)).toEqual(['performance']);
    expect((await list('&state=resolved')).items).toEqual([]);
    const first = (await call<{ items: AlertView[]; nextCursor: string }>('GET', 'alerts?model=listed&limit=1')).body;
    expect((await list(`&cursor=${first.nextCursor}`)).items.map(({ rule }) => rule)).toEqual(['drift']);
    for (const bad of ['state=open', 'severity=high', 'cursor=x'])
      expect((await call('GET', `alerts?${bad}`)).status).toBe(422);
  });

  it('let an engineer acknowledge, silence and resolve, each with its reason in history and audit log', async () => {
    const { id } = await firing('tended');
    const act = (what: string, body: object, token = engineer) =>
      call<AlertDetailView>('POST', `alerts/${id}/${what}`, body, token);
    expect((await act('acknowledge', {})).body).toMatchObject({ state: 'firing', acknowledgedBy: 'token:eve' });
    const silenced = await act('silence', { until: SOON(), reason: 'known since monday' });
    expect(silenced.body.silence).toMatchObject({ reason: 'known since monday', by: 'token:eve' });
    expect((await act('resolve', { reason: 'it was a holiday' })).body.state).toBe('resolved');
    const { body } = await call<AlertDetailView>('GET', `alerts/${id}`, undefined, viewer);
    expect(body.history.map(({ what, by }) => `${what} ${by}`)).toEqual([
      ...['resolved token:eve', 'silenced token:eve', 'acknowledged token:eve', 'raised system:monitor'],
    ]);
    expect(await auditOf('alert', id)).toEqual(['alert.acknowledged', 'alert.silenced', 'alert.resolved']);
    expect(await act('resolve', { reason: 'again' })).toMatchObject({
      status: 409,
      body: { code: 'alert_not_firing' },
    });
  });

  it('are shown and tended with a token of their own model alone', async () => {
    const [mine, other] = [await firing('scoped-eu'), await firing('scoped-us')];
    const scoped = await registry.token('engineer', { models: ['scoped-eu'] });
    const { body } = await call<{ items: AlertView[] }>('GET', 'alerts', undefined, scoped);
    expect(body.items.map(({ model }) => model)).toEqual(['scoped-eu']);
    const acknowledge = (id: string) => call('POST', `alerts/${id}/acknowledge`, {}, scoped);
    expect((await acknowledge(mine.id)).status).toBe(200);
    expect((await acknowledge(other.id)).body.code).toBe('model_forbidden');
    expect((await call('GET', `alerts/${other.id}`, undefined, scoped)).status).toBe(403);
  });

  it('refuse a silence in the past, a change without a reason, and an alert that is not there', async () => {
    const { id } = await firing('refused');
    const silence = (body: object, of = id) => call('POST', `alerts/${of}/silence`, body);
    expect((await silence({ until: '2020-01-01T00:00:00Z', reason: 'late' })).body.code).toBe('silence_in_the_past');
    for (const body of [{ until: SOON() }, { until: 'tomorrow', reason: 'why' }, { until: SOON(), reason: 'x' }])
      expect((await silence(body)).status).toBe(422);
    expect((await silence({ until: SOON(), reason: 'why' }, id.replace(/.$/, '0'))).status).toBe(404);
    expect(await auditOf('alert', id)).toEqual([]);
  });

  it('are silent by a matcher until it ends or is ended', async () => {
    const { id } = await firing('matched-eu');
    expect((await call('POST', 'silences', { until: SOON(), reason: 'all of it' })).status).toBe(422);
    const made = await call<AlertSilenceView>('POST', 'silences', {
      model: 'matched-*',
      until: SOON(),
      reason: 'moving',
    });
    expect(made).toMatchObject({ status: 201, body: { model: 'matched-*', alertId: null } });
    const silenceOf = async () => (await call<AlertView>('GET', `alerts/${id}`)).body.silence?.id;
    expect(await silenceOf()).toBe(made.body.id);
    expect((await call('DELETE', `silences/${made.body.id}`)).status).toBe(204);
    expect(await silenceOf()).toBeUndefined();
    expect((await call('DELETE', `silences/${made.body.id}`)).body.code).toBe('silence_not_found');
    expect(await auditOf('alert', made.body.id)).toEqual(['alert.silence_created', 'alert.silence_ended']);
  });

  it('show a secret of a webhook once, and keep it nowhere that can be read', async () => {
    const made = await call<NewWebhookView>('POST', 'webhooks', { url: HOOK, events: ['alert.*', 'rollout.ended'] });
    expect(made).toMatchObject({
      status: 201,
      body: { url: HOOK, events: ['alert.*', 'rollout.ended'], models: ['*'] },
    });
    const { id, secret } = made.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rotated = await call<NewWebhookView>('POST', `webhooks/${id}/rotate`, { overlapHours: 1 });
    expect(rotated.body.secret).not.toBe(secret);
    expect(rotated.body.previousSecretUntil).not.toBeNull();
    const shown = JSON.stringify([(await call('GET', 'webhooks')).body, (await call('GET', `webhooks/${id}`)).body]);
    expect(shown).not.toContain('whsec_');
    const { rows } = await registry.pool.query('SELECT envelope FROM audit_event WHERE resource_id = $1', [id]);
    const { rows: kept } = await registry.pool.query<{ secret: Buffer }>('SELECT secret FROM webhook_endpoint');
    expect(JSON.stringify(rows)).not.toMatch(/whsec_|secret-path/);
    expect(kept.some((row) => row.secret.includes(rotated.body.secret.slice('whsec_'.length)))).toBe(false);
    expect((await call('DELETE', `webhooks/${id}`)).status).toBe(204);
    expect((await call('GET', `webhooks/${id}`)).status).toBe(404);
    expect(await auditOf('webhook', id)).toEqual(['webhook.created', 'webhook.secret_rotated', 'webhook.deleted']);
  });

  it('put a test event into the outbox, and the deliveries show the host alone', async () => {
    const { id } = (await call<NewWebhookView>('POST', 'webhooks', { url: HOOK })).body;
    const tested = await call('POST', `webhooks/${id}/test`);
    expect(tested).toMatchObject({ status: 202, body: { event: 'webhook.test', state: 'waiting', attempts: 0 } });
    const { body } = await call<{ items: object[] }>('GET', `webhooks/${id}/deliveries`);
    expect(body.items).toMatchObject([{ event: 'webhook.test', receiver: 'hooks.example.com', webhookId: id }]);
    await registry.pool.query('UPDATE webhook_endpoint SET disabled_at = now() WHERE id = $1', [id]);
    expect((await call('POST', `webhooks/${id}/test`)).body.code).toBe('webhook_disabled');
    expect((await call<NewWebhookView>('POST', `webhooks/${id}/enable`)).body.disabledAt).toBeNull();
    expect((await call('POST', `webhooks/${id}/enable`)).status).toBe(200);
    expect(await auditOf('webhook', id)).toEqual(['webhook.created', 'webhook.tested', 'webhook.enabled']);
  });

  it.each([
    [{ url: 'http://hooks.example.com' }, 'webhook_receiver_refused'],
    [{ url: 'https://127.0.0.1/' }, 'webhook_receiver_refused'],
    [{ url: 'https://[::ffff:169.254.169.254]/' }, 'webhook_receiver_refused'],
    [{ url: 'https://user:pass@hooks.example.com' }, 'webhook_receiver_refused'],
    [{ url: 'ftp://hooks.example.com' }, 'input_invalid'],
    [{ url: HOOK, events: ['alert.exploded'] }, 'input_invalid'],
    [{ url: HOOK, events: [] }, 'input_invalid'],
  ])('refuse the webhook %j', async (body, code) => {
    expect(await call('POST', 'webhooks', body)).toMatchObject({ status: 422, body: { code } });
  });
});
