import type { AddressInfo } from 'node:net';
import type { Identity } from '@plumbline/platform';
import { Browser, describeWithServer, identityProvider, testDatabase, type IdentityProvider } from '@plumbline/testing';
import { RegistryWorld } from '../../registry-world.builder';

const ROLE_MAP = { 'ml-admins': 'admin', ds: 'engineer', risk: 'approver' };
const PEOPLE = {
  ana: { name: 'Ana', roles: ['staff', 'ds'] },
  rita: { name: 'Rita', roles: ['risk'] },
  guest: { name: 'Guest', roles: ['staff'] },
  robot: { name: 'Robot', roles: ['ds'] },
};

describeWithServer('database', 'signing in at the identity provider', () => {
  let provider: IdentityProvider;
  let registry: RegistryWorld;
  let url: string;

  const clientsFor = (redirect: string) => [
    {
      ...{ client_id: 'plumbline', token_endpoint_auth_method: 'none', redirect_uris: [redirect] },
      ...{ grant_types: ['authorization_code'], response_types: ['code'] },
    },
    {
      ...{ client_id: 'robot', client_secret: 'robot-secret', redirect_uris: [], response_types: [] },
      grant_types: ['client_credentials'],
    },
  ];

  beforeAll(async () => {
    const database = await testDatabase();
    // The provider must know where we are, and we where it is: our port is found first.
    const probe = (await import('node:http')).createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    url = `http://127.0.0.1:${port}`;
    const clients = clientsFor(`${url}/api/v1/session/oidc/callback`);
    provider = await identityProvider({ people: PEOPLE, clients, audience: 'urn:plumbline', claim: 'groups' });
    registry = await RegistryWorld.start(database, {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'plumbline',
      OIDC_SCOPES: 'openid profile',
      OIDC_ROLE_CLAIM: 'groups',
      OIDC_ROLE_MAP: JSON.stringify(ROLE_MAP),
      OIDC_AUDIENCE: 'urn:plumbline',
      PUBLIC_URL: `${url}/`,
    });
    await registry.app.listen(port, '127.0.0.1');
  });
  afterAll(async () => {
    await registry?.close();
    await provider?.stop();
  });

  const start = (next = '/') => `${url}/api/v1/session/oidc?next=${encodeURIComponent(next)}`;
  const host = () => new URL(url).host;
  const sessionOf = (browser: Browser) => browser.cookie(host(), 'plumbline_session');
  const whoAmI = (browser: Browser) => browser.request(`${url}/api/v1/session`);
  async function signedIn(login: string, next?: string) {
    const browser = new Browser();
    const { response, url: landed } = await browser.signIn(start(next), login);
    return { browser, response, landed };
  }

  it('is offered on the sign-in page', async () => {
    const methods = (await registry.call('GET', 'session/methods')).json();
    const name = new URL(provider.issuer).host;
    expect(methods).toEqual({ token: true, oidc: { name, url: '/api/v1/session/oidc' } });
  });

  it('asks with code, PKCE, state and nonce', async () => {
    const answer = await registry.call('GET', 'session/oidc');
    const asked = new URL(String(answer.headers.location));
    expect(answer.statusCode).toBe(302);
    expect(asked.origin).toBe(provider.issuer);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: 'plumbline', code_challenge_method: 'S256', scope: 'openid profile' },
      ...{ code_challenge: expect.stringMatching(/^.{43}$/), state: expect.any(String), nonce: expect.any(String) },
    });
  });

  it('gives a session of twelve hours in a cookie that no script can read, and leads back to where one was', async () => {
    const { browser, landed } = await signedIn('ana', '/models/churn?tab=1');
    expect(landed).toBe(`${url}/models/churn?tab=1`);
    const who = (await (await whoAmI(browser)).json()) as Identity;
    expect(who).toMatchObject({ name: 'Ana', role: 'engineer', models: ['*'], user: { subject: 'ana', name: 'Ana' } });
    expect(who.person).toBe(`user:${who.user?.id}`);
    const { rows } = await registry.pool.query('SELECT * FROM api_token WHERE user_id = $1', [who.id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'session', role: 'engineer' });
    expect((rows[0].expires_at.getTime() - Date.now()) / 3_600_000).toBeCloseTo(12, 1);
    expect(JSON.stringify(rows)).not.toContain(sessionOf(browser));
    expect((await browser.request(`${url}/api/v1/models`)).status).toBe(200);
    expect((await browser.request(`${url}/api/v1/users`)).status).toBe(403);
  });

  it('leads to no other site', async () => {
    expect((await signedIn('ana', '//evil.example/x')).landed).toBe(`${url}/`);
  });

  it('ends with signing out, in every process', async () => {
    const { browser } = await signedIn('ana');
    const session = sessionOf(browser) as string;
    expect((await registry.call('GET', 'session', { token: session })).statusCode).toBe(200);
    const headers = { cookie: `plumbline_session=${session}` };
    const answer = await registry.call('DELETE', 'session', { headers });
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await registry.refusedAfterMs(session)).toBeLessThan(2_000);
  });

  it('refuses who has no role here, in words', async () => {
    const { browser, response } = await signedIn('guest');
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(await response.text()).toContain('nothing in its claim groups gives you a role here');
    expect(sessionOf(browser)).toBeUndefined();
    const { rows } = await registry.pool.query(`SELECT 1 FROM user_account WHERE subject = 'guest'`);
    expect(rows).toEqual([]);
  });

  it('refuses a callback that was not asked for, is for another browser, or comes twice', async () => {
    const callback = `${url}/api/v1/session/oidc/callback`;
    expect((await new Browser().request(`${callback}?code=x&state=y`)).status).toBe(422);
    const ana = new Browser();
    await ana.request(start());
    const mixed = await ana.request(`${callback}?code=x&state=y`);
    expect([mixed.status, await mixed.text()]).toEqual([422, expect.stringContaining('start it again')]);
    expect(sessionOf(ana)).toBeUndefined();
    expect((await registry.call('GET', 'session/oidc/callback?error=access_denied')).statusCode).toBe(422);
  });

  it('does not take the code of one browser in another', async () => {
    const attacker = new Browser();
    let at = start();
    let callback = '';
    const stop = attacker.request.bind(attacker);
    attacker.request = async (target, form) => {
      if (new URL(target).pathname.endsWith('/callback')) callback = target;
      return callback ? new Response('stopped') : stop(target, form);
    };
    await attacker.signIn(at, 'ana');
    expect(callback).toContain('code=');
    const victim = new Browser();
    at = start();
    await victim.request(at);
    expect((await victim.request(callback)).status).toBe(422);
    expect(sessionOf(victim)).toBeUndefined();
  });

  it('takes the role from the provider at each sign-in, and ends tokens that it no longer covers', async () => {
    const { browser } = await signedIn('rita');
    const session = { token: sessionOf(browser) as string };
    const payload = { name: 'rita-export', role: 'viewer' };
    const made = await registry.call('POST', 'tokens', { ...session, payload });
    expect([made.statusCode, made.json().createdBy]).toEqual([201, expect.stringMatching(/^user:/)]);
    expect((await registry.call('GET', 'session', { token: made.json().token })).json()).toMatchObject({
      ...{ name: 'rita-export', role: 'viewer', person: made.json().createdBy },
    });
    await registry.pool.query(`UPDATE user_account SET role = 'predict' WHERE subject = 'rita'`);
    const { browser: again } = await signedIn('rita');
    expect(((await (await whoAmI(again)).json()) as Identity).role).toBe('approver');
  });

  it('refuses a disabled person everywhere within two seconds, and lets them in again', async () => {
    const { browser } = await signedIn('rita');
    const session = sessionOf(browser) as string;
    const ofSession = () => registry.call('GET', 'session', { token: session });
    const who = (await ofSession()).json<Identity>();
    const token = registry.adminToken;
    const change = (disabled: boolean) => registry.call('PATCH', `users/${who.id}`, { token, payload: { disabled } });
    expect((await change(true)).json()).toMatchObject({ name: 'Rita', disabledAt: expect.any(String) });
    expect(await registry.refusedAfterMs(session)).toBeLessThan(2_000);
    const { response } = await signedIn('rita');
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('was disabled here')]);
    expect((await change(false)).json()).toMatchObject({ disabledAt: null });
    expect((await signedIn('rita')).response.status).not.toBe(403);
    const users = (await registry.call('GET', 'users', { token })).json().items;
    expect(users.map(({ name }: { name: string }) => name)).toContain('Rita');
    const { rows } = await registry.pool.query(
      'SELECT action, envelope::text AS text FROM audit_event WHERE resource_id = $1 ORDER BY action',
      [who.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['user.disabled', 'user.enabled']);
    expect(rows.map(({ text }) => text).join()).not.toContain('Rita');
  });

  it('takes the provider’s access tokens as bearer tokens', async () => {
    const answer = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('robot:robot-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:plumbline' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const who = await registry.call('GET', 'session', { token });
    expect([who.statusCode, who.json()]).toMatchObject([200, { role: 'engineer', user: { subject: 'robot' } }]);
    const [header, body, signature = ''] = token.split('.');
    const forged = [header, body, signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))].join('.');
    expect((await registry.call('GET', 'session', { token: forged })).statusCode).toBe(401);
  });

  it('says that the provider is away, and lets who is signed in go on', async () => {
    const { browser } = await signedIn('ana');
    await provider.stop();
    const fresh = new Browser();
    await fresh.request(start());
    expect((await whoAmI(browser)).status).toBe(200);
    const startedAt = Date.now();
    const [, begun] = [await fresh.request(start()), await fresh.request(start())];
    const state = new URL(begun.headers.get('location') ?? url).searchParams.get('state');
    const answer = await fresh.request(
      `${url}/api/v1/session/oidc/callback?code=x&state=${state}&iss=${provider.issuer}`,
    );
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.text()).toContain('does not answer');
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });
});
