import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE } from '@plumbline/contracts';
import { fixedClock } from '@plumbline/testing';
import type { AccessRows } from '../auth/authorize';
import { FailureLimit } from '../auth/failure-limit';
import { hashToken } from '../auth/token';
import { TokenVerifier } from '../auth/token-verifier';
import { accessCheck, readCredentials } from './access-check';
import { clearedSessionCookie, sessionCookie } from './session-cookie';

const ROLE_OF = new Map(['admin', 'engineer', 'approver', 'predict'].map((role) => [hashToken(`${role}-token`), role]));
const verifier = new TokenVerifier({
  findByHash: async (hash) => {
    const role = ROLE_OF.get(hash);
    return role ? { name: role, role, revoked: false } : null;
  },
});
const ROWS: AccessRows = { 'GET /open': 'public', 'GET /read': ['admin', 'approver'], 'POST /write': ['admin'] };
const check = accessCheck(ROWS, verifier);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('accessCheck', () => {
  it('lets anybody pass a public route, also with a bad token', async () => {
    await expect(check({ method: 'GET', routePattern: '/open', headers: bearer('bad') })).resolves.toBeUndefined();
  });

  it('tells who asks', async () => {
    await expect(
      check({ method: 'GET', routePattern: '/read', headers: bearer('approver-token') }),
    ).resolves.toMatchObject({
      name: 'approver',
      role: 'approver',
    });
  });

  it.each([
    ['no token', {}, 'unauthenticated', 'token_missing'],
    ['another scheme', { authorization: 'Basic abc' }, 'unauthenticated', 'token_missing'],
    ['an unknown token', bearer('nobody'), 'unauthenticated', 'token_invalid'],
    ['a role that may not', bearer('predict-token'), 'forbidden', 'role_forbidden'],
  ])('refuses %s', async (_, headers, kind, code) => {
    await expect(check({ method: 'GET', routePattern: '/read', headers })).rejects.toMatchObject({ kind, code });
  });

  it.each(['/no-row', '__proto__', 'constructor', ''])(
    'refuses even the admin where there is no row: %j',
    async (routePattern) => {
      await expect(check({ method: 'GET', routePattern, headers: bearer('admin-token') })).rejects.toMatchObject({
        kind: 'forbidden',
      });
    },
  );

  it('judges HEAD by the row of GET', async () => {
    await expect(
      check({ method: 'HEAD', routePattern: '/read', headers: bearer('predict-token') }),
    ).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('reads the session cookie among others', () => {
    const cookie = `a=b; ${sessionCookie('plb_x').split(';')[0]}; c=d=e`;
    expect(readCredentials({ cookie })).toEqual({ token: 'plb_x', source: 'cookie' });
    expect(readCredentials({ cookie: 'xplumbline_session=plb_x; plumbline_session=' })).toBeUndefined();
    expect(readCredentials({ cookie, ...bearer('other') })).toEqual({ token: 'other', source: 'bearer' });
  });

  const COOKIE = { cookie: 'plumbline_session=admin-token', host: 'localhost:3000' };
  const write = (headers: Record<string, string>) => check({ method: 'POST', routePattern: '/write', headers });

  it.each([
    ['its own page', { 'sec-fetch-site': 'same-origin' }],
    ['its own page in an old browser', { origin: 'http://localhost:3000' }],
  ])('takes a change by cookie from %s', async (_, headers) => {
    await expect(write({ ...COOKIE, ...headers })).resolves.toMatchObject({ role: 'admin' });
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['nowhere', {}],
  ])('refuses a change by cookie from %s', async (_, headers) => {
    await expect(write({ ...COOKIE, ...headers })).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'cross_site_request',
    });
  });

  it('reads by cookie from anywhere, and changes by bearer token from anywhere', async () => {
    const headers = { cookie: 'plumbline_session=approver-token', 'sec-fetch-site': 'cross-site' };
    await expect(check({ method: 'GET', routePattern: '/read', headers })).resolves.toMatchObject({ role: 'approver' });
    await expect(write({ ...bearer('admin-token'), 'sec-fetch-site': 'cross-site' })).resolves.toMatchObject({
      role: 'admin',
    });
  });

  it('fits the published matrix: a predict token predicts and reads no audit log', async () => {
    const inference = accessCheck(ACCESS_MATRIX.inference, verifier);
    const registry = accessCheck(ACCESS_MATRIX.registry, verifier);
    const headers = bearer('predict-token');
    await expect(inference({ method: 'GET', routePattern: '/v1/models', headers })).resolves.toBeDefined();
    await expect(registry({ method: 'GET', routePattern: '/api/v1/audit', headers })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('a token with model scope', () => {
  const scoped = new TokenVerifier({
    findByHash: async () => ({ name: 'eu', role: 'admin', revoked: false, models: ['churn-*'] }),
  });
  const inference = accessCheck(ACCESS_MATRIX.inference, scoped, KEEPS_TO_MODEL_SCOPE.inference);
  const registry = accessCheck(ACCESS_MATRIX.registry, scoped, KEEPS_TO_MODEL_SCOPE.registry);
  const headers = bearer('any');
  const forbidden = { kind: 'forbidden', code: 'model_forbidden' };

  it('reaches its models and no other', async () => {
    const at = { method: 'POST', routePattern: '/v1/models/:model\\:predict', headers };
    await expect(inference({ ...at, model: 'churn-eu' })).resolves.toMatchObject({ name: 'eu' });
    await expect(inference({ ...at, model: 'fraud' })).rejects.toMatchObject(forbidden);
    await expect(inference(at)).rejects.toMatchObject(forbidden);
  });

  it('is refused where the address is not about one model, unless the handler keeps to the scope', async () => {
    const get = (routePattern: string) => registry({ method: 'GET', routePattern, headers });
    await expect(get('/api/v1/audit')).rejects.toMatchObject(forbidden);
    await expect(get('/api/v1/rollouts/:id')).rejects.toMatchObject(forbidden);
    await expect(get('/api/v1/models')).resolves.toMatchObject({ models: ['churn-*'] });
  });

  it('is not told about the scope where its role may not come', async () => {
    const predict = new TokenVerifier({
      findByHash: async () => ({ name: 'eu', role: 'predict', revoked: false, models: ['churn-*'] }),
    });
    const get = accessCheck(
      ACCESS_MATRIX.registry,
      predict,
    )({
      method: 'GET',
      routePattern: '/api/v1/models/:model',
      model: 'fraud',
      headers,
    });
    await expect(get).rejects.toMatchObject({ code: 'role_forbidden' });
  });
});

describe('too many unknown tokens from one address', () => {
  it('are refused unseen for a while; a token that is known goes on, and so do other addresses', async () => {
    const clock = fixedClock();
    const limited = accessCheck(ROWS, verifier, [], new FailureLimit(clock));
    const read = (token: string, address: string) =>
      limited({ method: 'GET', routePattern: '/read', headers: bearer(token), address });
    await read('admin-token', '10.0.0.1');
    for (let i = 0; i < 20; i++)
      await expect(read(`guess-${i}`, '10.0.0.1')).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(read('guess', '10.0.0.1')).rejects.toMatchObject({ kind: 'overloaded', code: 'too_many_failures' });
    await expect(read('admin-token', '10.0.0.1')).resolves.toMatchObject({ role: 'admin' });
    await expect(read('guess', '10.0.0.2')).rejects.toMatchObject({ code: 'token_invalid' });
    clock.advance(3_000);
    await expect(read('guess', '10.0.0.1')).rejects.toMatchObject({ code: 'token_invalid' });
  });
});

describe('the session cookie', () => {
  it('is closed to scripts and to other sites, and secure where asked', () => {
    expect(sessionCookie('t')).toBe('plumbline_session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200');
    expect(sessionCookie('t', { secure: true })).toMatch(/; Secure$/);
    expect(clearedSessionCookie()).toContain('Max-Age=0');
  });
});
