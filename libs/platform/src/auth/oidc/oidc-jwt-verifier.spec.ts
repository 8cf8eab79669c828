import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixedClock } from '@plumbline/testing';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { TokenVerifier } from '../token-verifier';
import { OidcJwtVerifier } from './oidc-jwt-verifier';
import { ProviderKeys } from './provider-keys';
import type { KnownPerson, UserStore } from './user-store.port';

class FakeUsers implements UserStore {
  readonly disabled = new Set<string>();
  asked = 0;
  async signedIn({ subject, name }: KnownPerson) {
    return { id: subject, name, disabled: this.disabled.has(subject) };
  }
  async seen(person: KnownPerson) {
    this.asked++;
    return this.signedIn(person);
  }
}

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function signingKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

describe('access tokens of the identity provider', () => {
  let server: Server;
  let issuer: string;
  let first: SigningKey;
  let second: SigningKey;
  let published: JWK[];
  let reads: number;
  let state: 'there' | 'away' | 'silent';
  beforeAll(async () => {
    [first, second] = await Promise.all([signingKey('first'), signingKey('second', 'ES256')]);
    server = createServer((request, response) => {
      if (state === 'silent') return;
      if (state === 'away') return void response.writeHead(502).end();
      const isKeys = request.url === '/jwks';
      if (isKeys) reads++;
      response.end(JSON.stringify(isKeys ? { keys: published } : { issuer, jwks_uri: `${issuer}/jwks` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const clock = fixedClock(new Date());
  let users: FakeUsers;
  let verifier: TokenVerifier;
  beforeEach(() => {
    [published, reads, state] = [[first.jwk], 0, 'there'];
    users = new FakeUsers();
    const keys = new ProviderKeys(issuer, { clock, timeoutMs: 200 });
    const options = { issuer, audience: 'plumbline', roleClaim: 'roles', roleMap: { ds: 'engineer' } as const };
    const nobody = { findByHash: async () => null };
    verifier = new TokenVerifier(nobody, { clock, jwts: new OidcJwtVerifier(options, keys, users) });
  });

  interface Forgery {
    readonly claims?: Record<string, unknown>;
    readonly header?: Record<string, unknown>;
    readonly key?: CryptoKey | Uint8Array;
  }
  const seconds = (later: number) => Math.floor(Date.now() / 1_000) + later;
  const claimsWith = (claims: Record<string, unknown> = {}) =>
    ({ iss: issuer, aud: 'plumbline', sub: 'ana', name: 'Ana', roles: ['ds'], exp: seconds(600), ...claims }) as never;
  const token = ({ claims, header, key = first.privateKey }: Forgery = {}) =>
    new SignJWT(claimsWith(claims)).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header }).sign(key);
  const refusal = async (jwt: string) =>
    verifier.verify(jwt).then(
      () => 'accepted',
      ({ code }: { code: string }) => code,
    );

  it('tell who it is, by the account and without any personal data', async () => {
    expect(await verifier.verify(await token())).toEqual({
      ...{ id: 'ana', name: 'Ana', role: 'engineer', models: ['*'], person: 'user:ana' },
      user: { id: 'ana', issuer, subject: 'ana', name: 'Ana' },
    });
    expect(await refusal(await token({ header: { typ: 'at+jwt' } }))).toBe('accepted');
  });

  it('are checked once in five minutes, and never after their end', async () => {
    const [long, short] = [
      await token({ claims: { exp: seconds(3_000) } }),
      await token({ claims: { exp: seconds(60) } }),
    ];
    await Promise.all([verifier.verify(long), verifier.verify(short), verifier.verify(long)]);
    expect([users.asked, reads]).toEqual([2, 1]);
    clock.advance(70_000);
    expect([verifier.verified(long)?.name, verifier.verified(short)]).toEqual(['Ana', undefined]);
    clock.advance(240_000);
    expect(verifier.verified(long)).toBeUndefined();
    clock.advance(-310_000);
  });

  it.each<[string, () => Promise<Forgery>, string]>([
    ['signed with a stranger’s key', async () => ({ key: (await signingKey('first')).privateKey }), 'token_invalid'],
    ['naming a key that is not there', async () => ({ header: { kid: 'nobody' } }), 'token_invalid'],
    ['for somebody else', async () => ({ claims: { aud: 'another-api' } }), 'token_invalid'],
    ['for nobody', async () => ({ claims: { aud: undefined } }), 'token_invalid'],
    ['of another issuer', async () => ({ claims: { iss: 'https://evil.example' } }), 'token_invalid'],
    ['without an end', async () => ({ claims: { exp: undefined } }), 'token_invalid'],
    ['without a subject', async () => ({ claims: { sub: undefined } }), 'token_invalid'],
    ['that has ended', async () => ({ claims: { exp: seconds(-6) } }), 'token_expired'],
    ['that is not good yet', async () => ({ claims: { nbf: seconds(60) } }), 'token_invalid'],
    ['of another type', async () => ({ header: { typ: 'logout+jwt' } }), 'token_invalid'],
    ['bound to a key of its sender', async () => ({ claims: { cnf: { jkt: 'x' } } }), 'token_invalid'],
    ['with a critical extension', async () => ({ header: { crit: ['x'], x: 1 } }), 'token_invalid'],
    ['of a person without a role', async () => ({ claims: { roles: ['admin'] } }), 'role_forbidden'],
  ])('are refused: %s', async (_, forge, code) => {
    const forgery = await forge();
    const jwt = forgery.header?.['crit']
      ? await new SignJWT(claimsWith())
          .setProtectedHeader({ alg: 'RS256', kid: 'first', ...forgery.header })
          .sign(first.privateKey, { crit: { x: false } })
      : await token(forgery);
    expect(await refusal(jwt)).toBe(code);
  });

  it('are refused without a signature', async () => {
    const none = new UnsecuredJWT(claimsWith()).encode();
    expect(none.endsWith('.')).toBe(true);
    expect(await refusal(none)).toBe('token_invalid');
  });

  it('are refused when the public key was taken for a shared secret', async () => {
    const pem = new TextEncoder().encode(await exportSPKI(first.publicKey));
    const octets = new TextEncoder().encode(JSON.stringify(first.jwk));
    for (const key of [pem, octets])
      expect(await refusal(await token({ header: { alg: 'HS256' }, key }))).toBe('token_invalid');
  });

  it('are refused when a claim was changed after signing', async () => {
    const [header, , signature] = (await token()).split('.');
    const body = Buffer.from(JSON.stringify(claimsWith({ sub: 'boss' }))).toString('base64url');
    expect(await refusal([header, body, signature].join('.'))).toBe('token_invalid');
    expect(await refusal([header, 'e30', signature].join('.'))).toBe('token_invalid');
  });

  it('are refused when the person is disabled', async () => {
    const jwt = await token();
    await verifier.verify(jwt);
    users.disabled.add('ana');
    verifier.forgetUser('ana');
    expect(await refusal(jwt)).toBe('token_invalid');
  });

  const rotated = () => token({ header: { alg: 'ES256', kid: 'second' }, key: second.privateKey });

  it('with a new key are taken as soon as the provider publishes it, at the cost of one question in ten seconds', async () => {
    await verifier.verify(await token());
    published = [first.jwk, second.jwk];
    expect(await refusal(await rotated())).toBe('token_invalid');
    expect(reads).toBe(1);
    clock.advance(10_000);
    expect(await refusal(await rotated())).toBe('accepted');
    for (let i = 0; i < 5; i++) await refusal(await token({ header: { kid: `guess-${i}` } }));
    expect(reads).toBe(2);
    clock.advance(-10_000);
  });

  it.each(['away', 'silent'] as const)('go on with known keys while the provider is %s; new keys wait', async (how) => {
    await verifier.verify(await token());
    state = how;
    clock.advance(11_000);
    expect(await refusal(await token({ claims: { jti: 'another' } }))).toBe('accepted');
    const startedAt = performance.now();
    expect(await refusal(await rotated())).toBe('identity_provider_unavailable');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    clock.advance(-11_000);
  });

  it('wait for a provider that was never there, with a time to try again, and ask it once in five seconds', async () => {
    state = 'away';
    const problem = await verifier.verify(await token()).catch((error: unknown) => error);
    expect(problem).toMatchObject({ kind: 'unavailable', details: { retryAfterSeconds: 5 } });
    state = 'there';
    expect(await refusal(await token())).toBe('identity_provider_unavailable');
    clock.advance(5_000);
    expect(await refusal(await token())).toBe('accepted');
    clock.advance(-5_000);
  });

  it('of strangers never make us ask the provider', async () => {
    state = 'away';
    expect(await refusal(await token({ claims: { iss: 'https://evil.example' } }))).toBe('token_invalid');
    expect(await refusal('eyJub3Q.eyJub3Q.x')).toBe('token_invalid');
  });

  it('are unknown where no audience is set', async () => {
    const without = new TokenVerifier({ findByHash: async () => null });
    await expect(without.verify(await token())).rejects.toMatchObject({ code: 'token_invalid' });
  });
});
