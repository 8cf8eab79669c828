import { fixedClock } from '@plumbline/testing';
import { actorOf } from './identity';
import { hashToken, newToken } from './token';
import type { StoredToken, TokenStore } from './token-store.port';
import { TokenVerifier } from './token-verifier';

class CountingStore implements TokenStore {
  readonly rows = new Map<string, StoredToken>();
  asked = 0;
  away = false;
  async findByHash(hash: string): Promise<StoredToken | null> {
    this.asked++;
    if (this.away) throw new TypeError('the database is away');
    return this.rows.get(hash) ?? null;
  }
}

function world() {
  const store = new CountingStore();
  const clock = fixedClock();
  const token = newToken();
  store.rows.set(hashToken(token), { name: 'ci', role: 'engineer', revoked: false });
  return { store, clock, token, verifier: new TokenVerifier(store, { clock }) };
}
const REFUSED = { kind: 'unauthenticated', code: 'token_invalid' };

describe('tokens', () => {
  it('are long, recognisable, never twice the same, and stored only as their SHA-256', () => {
    expect(newToken()).toMatch(/^plb_[\w-]{43}$/);
    expect(newToken()).not.toBe(newToken());
    // printf hello | sha256sum
    expect(hashToken('hello')).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });
});

describe('TokenVerifier', () => {
  it('knows a good token and asks the store once while it is cached, however many ask at once', async () => {
    const { store, token, verifier } = world();
    expect(verifier.verified(token)).toBeUndefined();
    const identities = await Promise.all([verifier.verify(token), verifier.verify(token), verifier.verify(token)]);
    const ci = { id: 'ci', name: 'ci', role: 'engineer', models: ['*'], person: 'token:ci' };
    expect(identities).toEqual([ci, ci, ci]);
    expect(verifier.verified(token)).toEqual(ci);
    expect(actorOf(identities[0] as never)).toBe('token:ci');
    expect(store.asked).toBe(1);
  });

  it('refuses a revoked token at the latest after 30 seconds', async () => {
    const { store, clock, token, verifier } = world();
    await verifier.verify(token);
    store.rows.set(hashToken(token), { name: 'ci', role: 'engineer', revoked: true });
    clock.advance(29_999);
    await expect(verifier.verify(token)).resolves.toMatchObject({ name: 'ci' });
    clock.advance(1);
    expect(verifier.verified(token)).toBeUndefined();
    await expect(verifier.verify(token)).rejects.toMatchObject(REFUSED);
  });

  it('gives the same answer for an unknown, a revoked and an ill-formed token, and one of an unknown role', async () => {
    const { store, verifier } = world();
    store.rows.set(hashToken('revoked'), { name: 'x', role: 'admin', revoked: true });
    store.rows.set(hashToken('strange'), { name: 'x', role: 'emperor', revoked: false });
    const messages = await Promise.all(
      ['unknown', 'revoked', 'strange', ''].map((token) =>
        verifier.verify(token).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(messages).size).toBe(1);
    await expect(verifier.verify('unknown')).rejects.toMatchObject(REFUSED);
  });

  it('lets a new token in soon, although it was tried before it was made', async () => {
    const { store, clock, verifier } = world();
    await expect(verifier.verify('early')).rejects.toMatchObject(REFUSED);
    await expect(verifier.verify('early')).rejects.toMatchObject(REFUSED);
    expect(store.asked).toBe(1);
    store.rows.set(hashToken('early'), { name: 'new', role: 'predict', revoked: false });
    clock.advance(2_000);
    await expect(verifier.verify('early')).resolves.toMatchObject({ name: 'new', role: 'predict' });
  });

  it('goes on serving a known caller for five minutes while the store is away, and nobody new', async () => {
    const { store, clock, token, verifier } = world();
    await verifier.verify(token);
    store.away = true;
    clock.advance(299_999);
    await expect(verifier.verify(token)).resolves.toMatchObject({ name: 'ci' });
    await expect(verifier.verify('new')).rejects.toThrow('the database is away');
    clock.advance(1);
    await expect(verifier.verify(token)).rejects.toThrow('the database is away');
  });

  it('asks about every token again when in doubt, and trusts a known one while the store does not answer', async () => {
    const { store, token, verifier } = world();
    await verifier.verify(token);
    verifier.doubtAll();
    expect(verifier.verified(token)).toBeUndefined();
    store.away = true;
    await expect(verifier.verify(token)).resolves.toMatchObject({ name: 'ci' });
    store.away = false;
    store.rows.set(hashToken(token), { name: 'ci', role: 'engineer', revoked: true });
    await expect(verifier.verify(token)).rejects.toMatchObject(REFUSED);
  });

  it('asks again at once when it is told to forget', async () => {
    const { store, token, verifier } = world();
    await verifier.verify(token);
    store.rows.set(hashToken(token), { name: 'ci', role: 'engineer', revoked: true });
    verifier.forget(hashToken(token));
    expect(verifier.verified(token)).toBeUndefined();
    await expect(verifier.verify(token)).rejects.toMatchObject(REFUSED);
  });

  it('keeps nothing that it read before a revocation', async () => {
    const { store, token, verifier } = world();
    const early = verifier.verify(token);
    verifier.forget(hashToken(token));
    store.rows.set(hashToken(token), { name: 'ci', role: 'engineer', revoked: true });
    await early;
    expect(verifier.verified(token)).toBeUndefined();
  });

  it('tells an expired token from an unknown one, also when it expires while it is cached', async () => {
    const { store, clock, verifier } = world();
    const expiresAt = new Date(clock.now().getTime() + 1_000);
    store.rows.set(hashToken('short'), { name: 'short', role: 'viewer', revoked: false, expiresAt });
    await verifier.verify('short');
    clock.advance(1_000);
    expect(verifier.verified('short')).toBeUndefined();
    await expect(verifier.verify('short')).rejects.toMatchObject({ kind: 'unauthenticated', code: 'token_expired' });
  });

  it('does not stretch a token past its end while the store is away', async () => {
    const { store, clock, verifier } = world();
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    store.rows.set(hashToken('short'), { name: 'short', role: 'viewer', revoked: false, expiresAt });
    await verifier.verify('short');
    store.away = true;
    clock.advance(59_000);
    await expect(verifier.verify('short')).resolves.toMatchObject({ name: 'short' });
    clock.advance(1_000);
    await expect(verifier.verify('short')).rejects.toThrow('the database is away');
  });

  it('names each token that was used once a round', async () => {
    const { store, token, verifier } = world();
    store.rows.set(hashToken(token), { id: 'id-1', name: 'ci', role: 'engineer', revoked: false });
    await verifier.verify(token);
    verifier.verified(token);
    expect([verifier.takeUsed(), verifier.takeUsed()]).toEqual([['id-1'], []]);
  });

  it('remembers only the latest 10,000 tokens, so that guessing does not fill the memory', async () => {
    const { store, token, verifier } = world();
    await verifier.verify(token);
    for (let i = 0; i < 10_000; i++) await verifier.verify(`guess${i}`).catch(() => undefined);
    expect(store.asked).toBe(10_001);
    expect(verifier.verified(token)).toBeUndefined();
    await expect(verifier.verify(token)).resolves.toMatchObject({ name: 'ci' });
  });
});
