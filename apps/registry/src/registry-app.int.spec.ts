import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCESS_MATRIX, ROLES, type Role, POLICY_SCHEMAS } from '@plumbline/contracts';
import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';
import { createLogger, createPool, hashToken, parseSettings } from '@plumbline/platform';
import { admissionScript, describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { createRegistryApp } from './create-app';
import { settingsSchema } from './env';

/** Probability that grows with the sum of two numbers. */
const tinyModel = (weight = 1): Buffer =>
  Buffer.from(
    writeModel(
      buildModel({
        ...{ name: 'tiny', opsets: { 'ai.onnx': 17 }, producer: { name: 'spec', version: '1' } },
        inputs: [buildTensorInfo('features', 'float', ['N', 2])],
        outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
        initializers: [buildInitializer('weights', [2, 1], new Float32Array(2).fill(weight))],
        nodes: [
          buildNode({ operator: 'MatMul', inputs: ['features', 'weights'], outputs: ['margin'] }),
          buildNode({ operator: 'Sigmoid', inputs: ['margin'], outputs: ['probabilities'] }),
        ],
      }),
    ),
  );
const CSV = `a,b,y\n${Array.from({ length: 60 }, (_, i) => `${i / 10 - 3},${(i % 7) / 10},${i > 29 ? 1 : 0}`).join('\n')}\n`;

function multipart(parts: Record<string, string | Buffer>) {
  const body = Object.entries(parts).flatMap(([name, value]) => [
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="${name}"; filename="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  return { headers, payload: Buffer.concat([...body, Buffer.from('--x--\r\n')]) };
}

const tokenOf = (role: Role): string => `token-of-${role}`;

describeWithServer('database', 'control plane', () => {
  let database: TestDatabase;
  let dataDir: string;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'registry-'));
    const env = { DATABASE_URL: database.url, PLUMBLINE_DATA_DIR: dataDir, PLUMBLINE_ADMIN_TOKEN: tokenOf('admin') };
    const settings = parseSettings(settingsSchema, {
      ...env,
      DASHBOARD_DIR: join(dataDir, 'none'),
      REGISTRY_PORT: '0',
    });
    const logger = createLogger({ service: 'registry', level: 'silent' });
    ({ app } = await createRegistryApp(settings, logger, { admissionScript: admissionScript() }));
    await app.getHttpAdapter().getInstance().ready();
    const pool = createPool(database.url);
    for (const role of ROLES.filter((one) => one !== 'admin'))
      await pool.query('INSERT INTO api_token (id, name, hash, role) VALUES (gen_random_uuid(), $1, $2, $1)', [
        role,
        hashToken(tokenOf(role)),
      ]);
    await pool.end();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const call = (method: string, url: string, options: Record<string, unknown> & { role?: Role | null } = {}) => {
    const { role = 'admin', headers = {}, ...rest } = options;
    const authorization = role ? { authorization: `Bearer ${tokenOf(role)}` } : {};
    return app.inject({ method: method as 'GET', url, headers: { ...(headers as object), ...authorization }, ...rest });
  };
  const post = (url: string, payload: object, headers = {}) => call('POST', `/api/v1/${url}`, { payload, headers });
  const push = (model: string, parts: Record<string, string | Buffer>) =>
    call('POST', `/api/v1/models/${model}/versions`, multipart(parts));
  const pushTiny = (model: string, weight = 1) =>
    push(model, { artifact: tinyModel(weight), manifest: '{"label":"y"}', reference: CSV });

  it('registers, promotes, rolls back and shows it all, each with its audit entry', async () => {
    const first = await pushTiny('churn');
    expect(first.statusCode).toBe(201);
    expect(first.json()).toMatchObject({ version: 1, fate: 'registered', createdBy: 'token:admin' });
    expect(first.json().metrics).toMatchObject({ auc: expect.any(Number), logLoss: expect.any(Number) });
    expect((await pushTiny('churn')).json()).toMatchObject({ version: 1, alreadyRegistered: true });
    await pushTiny('churn', 2);
    for (const version of [1, 2]) await post('models/churn/promote', { version, reason: 'better' });
    const back = await post('models/churn/rollback', { reason: 'worse' });
    expect([back.statusCode, back.json()]).toEqual([200, expect.objectContaining({ version: 1, revision: 3 })]);
    const model = (await call('GET', '/api/v1/models/churn')).json();
    expect(model).toMatchObject({ championVersion: 1, latestVersion: 2, serving: [{ version: 1, sharePercent: 100 }] });
    const { items } = (await call('GET', '/api/v1/audit?model=churn')).json();
    expect(items.map(({ action }: { action: string }) => action)).toEqual([
      'alias.rolled_back',
      'alias.promoted',
      'alias.promoted',
      'version.registered',
      'version.registered',
    ]);
    const artifact = await call('GET', '/api/v1/models/churn/versions/1/artifact');
    expect(artifact.rawPayload.equals(tinyModel())).toBe(true);
  });

  it('answers a stale If-Match with the present revision', async () => {
    await pushTiny('stale');
    const body = { version: 1, reason: 'first' };
    expect((await post('models/stale/promote', body, { 'if-match': '"0"' })).statusCode).toBe(200);
    const late = await post('models/stale/promote', body, { 'if-match': '"0"' });
    expect(late.statusCode).toBe(409);
    expect(late.headers['content-type']).toContain('application/problem+json');
    expect(late.json()).toMatchObject({ code: 'revision_stale', detail: expect.stringContaining('revision 1') });
  });

  it.each([
    ['an empty artifact', { artifact: '' }, '/artifact'],
    ['bytes that are no ONNX', { artifact: 'hello' }, '/artifact'],
    ['no artifact', { artifact: null }, '/artifact'],
    ['a manifest that is no JSON', { manifest: '{' }, '/manifest'],
    ['a manifest with a wrong field', { manifest: '{"drop":"a"}' }, '/manifest/drop'],
    ['a label that is no column', { manifest: '{"label":"z"}' }, '/manifest/label'],
    ['an empty reference', { reference: '' }, '/reference'],
    ['a ragged reference', { reference: 'a,b,y\n1,2\n' }, '/reference'],
    ['an unknown part', { surprise: 'x' }, '/surprise'],
  ])(
    'refuses %s, names the part, and registers nothing',
    async (_, changes: Record<string, string | null>, pointer) => {
      const whole = { artifact: tinyModel(), manifest: '{"label":"y"}', reference: CSV, ...changes };
      const sent = Object.entries(whole).filter((part): part is [string, string | Buffer] => part[1] !== null);
      const answer = await push('refused', Object.fromEntries(sent));
      expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([422, pointer]);
      expect((await call('GET', '/api/v1/models/refused')).statusCode).toBe(404);
    },
  );

  it('writes policies as revisions and refuses an unknown field', async () => {
    await pushTiny('ruled');
    const put = (payload: object, headers = {}) =>
      call('PUT', '/api/v1/models/ruled/policies/monitor', { payload, headers });
    expect((await put({ windowMs: 5000 })).json()).toMatchObject({
      revision: 1,
      body: { windowMs: 5000, alpha: 0.01 },
    });
    expect((await put({ windowMs: 6000 }, { 'if-match': '0' })).statusCode).toBe(409);
    expect((await put({ windovMs: 6000 })).statusCode).toBe(422);
    const { items } = (await call('GET', '/api/v1/models/ruled/policies')).json();
    expect(items).toHaveLength(Object.keys(POLICY_SCHEMAS).length);
    expect(items[0]).toMatchObject({ kind: 'monitor', revision: 1, body: { windowMs: 5000 } });
  });

  it('takes all outcomes or none', async () => {
    const good = { model: 'churn', predictionId: 'p1', label: 1, observedAt: '2026-11-22T10:00:00Z' };
    const mixed = await post('outcomes', { outcomes: [good, { ...good, observedAt: 'yesterday' }] });
    expect([mixed.statusCode, mixed.json().errors[0].pointer]).toEqual([422, '/outcomes/1/observedAt']);
    const accepted = await post('outcomes', { outcomes: [good] });
    expect([accepted.statusCode, accepted.json()]).toEqual([202, { accepted: 1 }]);
  });

  it('signs in with a token into a cookie that no script and no other site can use', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { token: tokenOf('approver') },
    });
    expect(answer.headers['set-cookie']).toMatch(/^plumbline_session=.*HttpOnly; SameSite=Strict/);
    const cookie = `plumbline_session=${tokenOf('approver')}`;
    const who = await app.inject({ method: 'GET', url: '/api/v1/session', headers: { cookie } });
    expect(who.json()).toMatchObject({ name: 'approver', role: 'approver' });
    const wrong = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { token: 'nonsense' } });
    expect(wrong.statusCode).toBe(401);
    const gone = await app.inject({ method: 'DELETE', url: '/api/v1/session' });
    expect([gone.statusCode, gone.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  });

  it('describes every route of the matrix in its OpenAPI document', async () => {
    const { paths } = (await call('GET', '/openapi.json', { role: null })).json();
    const described = Object.entries(paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(Object.keys(ACCESS_MATRIX.registry).sort());
  });
});
