import type { NewTokenView, Page, TokenView } from '@plumbline/contracts';
import { hashToken, PgTokenStore, TokenVerifier } from '@plumbline/platform';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

describeWithServer('database', 'tokens', () => {
  let registry: RegistryWorld;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
  });
  afterAll(() => registry?.close());

  const create = (payload: object, token = registry.adminToken) => registry.call('POST', 'tokens', { payload, token });
  const made = async (payload: object, token?: string): Promise<NewTokenView> => {
    const answer = await create(payload, token);
    expect([answer.statusCode, answer.json().detail]).toEqual([201, undefined]);
    return answer.json<NewTokenView>();
  };
  const revoke = async (id: string, token = registry.adminToken) =>
    (await registry.call('DELETE', `tokens/${id}`, { token })).statusCode;
  const whoAmI = (token: string) => registry.call('GET', 'session', { token });
  const list = async (token = registry.adminToken) =>
    (await registry.call('GET', 'tokens', { token })).json<Page<TokenView>>().items;
  const audited = async (id: string) =>
    (
      await registry.pool.query('SELECT action, actor, envelope FROM audit_event WHERE resource_id = $1 ORDER BY 1', [
        id,
      ])
    ).rows;

  it('are shown once, stored as their SHA-256, expire in 90 days and are audited', async () => {
    const { token, ...view } = await made({ name: 'ci', role: 'engineer' });
    expect(token).toMatch(/^plb_[\w-]{43}$/);
    expect((Date.parse(view.expiresAt ?? '') - Date.now()) / 86_400_000).toBeCloseTo(90, 2);
    expect(view).toMatchObject({ role: 'engineer', models: ['*'], createdBy: 'token:admin', state: 'live' });
    const { rows } = await registry.pool.query('SELECT * FROM api_token WHERE id = $1', [view.id]);
    expect(rows[0]).toMatchObject({ hash: hashToken(token) });
    const answer = JSON.stringify(await list());
    expect(answer).toContain(view.id);
    expect(answer).not.toContain(token);
    expect(answer).not.toContain(hashToken(token));
    const [entry] = await audited(view.id);
    expect(entry).toMatchObject({ action: 'token.created', actor: 'token:admin' });
    expect(entry.envelope.detail).toEqual({ name: 'ci', role: 'engineer', models: ['*'], expiresAt: view.expiresAt });
    expect((await whoAmI(token)).json()).toEqual({
      ...{ id: view.id, name: 'ci', role: 'engineer', models: ['*'], person: 'token:ci' },
    });
  });

  it('end within two seconds in another process, together with those made with them', async () => {
    const desk = await made({ name: 'desk', role: 'engineer' });
    const child = await made({ name: 'desk-ci', role: 'predict' }, desk.token);
    const bystander = await made({ name: 'bystander', role: 'viewer' });
    for (const { token } of [desk, child, bystander]) expect((await whoAmI(token)).statusCode).toBe(200);
    expect(await revoke(desk.id)).toBe(204);
    expect(await registry.refusedAfterMs(child.token)).toBeLessThan(1_000);
    expect(await registry.refusedAfterMs(desk.token)).toBeLessThan(1_000);
    expect((await whoAmI(desk.token)).json().code).toBe('token_invalid');
    expect((await whoAmI(bystander.token)).statusCode).toBe(200);
    const elsewhere = new TokenVerifier(new PgTokenStore(registry.pool));
    await expect(elsewhere.verify(child.token)).rejects.toMatchObject({ code: 'token_invalid' });
    expect((await audited(child.id)).map(({ action }) => action)).toEqual(['token.created', 'token.revoked']);
    expect(await revoke(desk.id)).toBe(204);
    expect(await audited(desk.id)).toHaveLength(2);
  });

  it('have names of their own while they live', async () => {
    const body = { name: 'twin', role: 'viewer' };
    const twins = await Promise.all([create(body), create(body), create(body)]);
    expect(twins.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    const id = twins.find(({ statusCode }) => statusCode === 201)?.json().id as string;
    await revoke(id);
    expect((await create(body)).statusCode).toBe(201);
    await registry.token('viewer', { name: 'old', expiresAt: new Date(Date.now() - 1_000) });
    expect((await create({ name: 'old', role: 'viewer' })).statusCode).toBe(201);
  });

  it('show and end only what is one’s own, unless one is an admin', async () => {
    const [ann, ben] = [await made({ name: 'ann', role: 'engineer' }), await made({ name: 'ben', role: 'engineer' })];
    const ofAnn = await made({ name: 'ann-ci', role: 'predict', expiresInDays: 1 }, ann.token);
    expect((await list(ann.token)).map(({ name }) => name).sort()).toEqual(['ann', 'ann-ci']);
    expect((await list(ben.token)).map(({ name }) => name)).toEqual(['ben']);
    expect(await revoke(ofAnn.id, ben.token)).toBe(404);
    expect(await revoke(ann.id, ofAnn.token)).toBe(404);
    expect(await revoke(ofAnn.id, ann.token)).toBe(204);
    expect((await list()).length).toBeGreaterThan(3);
  });

  it('never outlive the token that made them', async () => {
    const desk = await made({ name: 'short', role: 'engineer', expiresInDays: 2 });
    const child = await made({ name: 'short-ci', role: 'predict', expiresInDays: 300 }, desk.token);
    expect(child.expiresAt).toBe(desk.expiresAt);
  });

  it.each([
    ['an address for a name', { name: 'ana@example.org', role: 'viewer' }, 422, 'input_invalid'],
    ['the name of the start’s token', { name: 'admin', role: 'admin' }, 409, 'token_of_start'],
    ['an unknown role', { name: 'x', role: 'risk' }, 422, 'input_invalid'],
    ['more than a year', { name: 'x', role: 'viewer', expiresInDays: 366 }, 422, 'input_invalid'],
    ['no models at all', { name: 'x', role: 'viewer', models: [] }, 422, 'input_invalid'],
    ['a field that is not known', { name: 'x', role: 'viewer', expires: 3 }, 422, 'input_invalid'],
  ])('refuse %s', async (_, body, status, code) => {
    const answer = await create(body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('leave the token of the start to the start', async () => {
    const start = (await list()).find(({ name }) => name === 'admin');
    expect(await revoke(start?.id ?? '')).toBe(409);
  });

  it('say that they have expired', async () => {
    const token = await registry.token('viewer', { expiresAt: new Date(Date.now() - 1) });
    expect((await whoAmI(token)).json()).toMatchObject({ status: 401, code: 'token_expired' });
  });

  it('with model scope see their models only, and report outcomes of no other', async () => {
    await registry.pool.query(`INSERT INTO model (name) VALUES ('churn-eu'), ('churn-us'), ('fraud')`);
    const { token } = await made({ name: 'eu', role: 'engineer', models: ['churn-*'] });
    const models = (await registry.call('GET', 'models', { token })).json().items;
    expect(models.map(({ name }: { name: string }) => name)).toEqual(['churn-eu', 'churn-us']);
    expect((await registry.call('GET', 'models/churn-eu', { token })).statusCode).toBe(200);
    const other = await registry.call('GET', 'models/fraud', { token });
    expect([other.statusCode, other.json().code]).toEqual([403, 'model_forbidden']);
    const outcome = (model: string) => ({ model, subject: 's', label: 1, observedAt: '2026-11-22T10:00:00Z' });
    const payload = { outcomes: [outcome('churn-eu'), outcome('fraud')] };
    const answer = await registry.call('POST', 'outcomes', { token, payload });
    expect([answer.statusCode, answer.json().errors]).toEqual([
      422,
      [{ pointer: '/outcomes/1/model', detail: 'your token is not for this model' }],
    ]);
    const own = await registry.call('POST', 'outcomes', { token, payload: { outcomes: [outcome('churn-eu')] } });
    expect(own.statusCode).toBe(202);
    expect((await create({ name: 'wider', role: 'predict' }, token)).json().code).toBe('model_forbidden');
  });

  it('are not tried more than 20 times a minute from one address, known ones apart', async () => {
    const known = await registry.token('viewer');
    expect((await whoAmI(known)).statusCode).toBe(200);
    const tries = [];
    for (let i = 0; i < 22; i++)
      tries.push(await registry.call('POST', 'session', { payload: { token: `guess-${i}` } }));
    expect(tries.map(({ statusCode }) => statusCode)).toEqual([...new Array(20).fill(401), 429, 429]);
    expect(Number(tries.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await registry.call('POST', 'session', { payload: { token: known } })).statusCode).toBe(200);
  });
});
