import { actorOf } from './identity';
import { identityOfToken } from './stored-identity';
import type { StoredToken, TokenOwner } from './token-store.port';

const NOW = new Date('2026-11-22T10:00:00Z');
const ANA: TokenOwner = {
  id: 'u1',
  issuer: 'https://idp',
  subject: 's',
  name: 'Ana',
  role: 'engineer',
  disabled: false,
};
const token = (change: Partial<StoredToken> = {}): StoredToken => ({
  id: 't1',
  name: 'ci',
  role: 'engineer',
  revoked: false,
  ...change,
});
const identity = (change?: Partial<StoredToken>) => identityOfToken(token(change), NOW);

describe('who stands behind a token', () => {
  it('is each on their own for tokens that the admin token handed out', () => {
    expect(identity({ createdBy: 'token:admin' }).person).toBe('token:ci');
    expect(identity({ createdBy: 'token:admin', name: 'ben' }).person).toBe('token:ben');
  });

  it('is the maker for a token made with such a token', () => {
    expect(identity({ createdBy: 'token:ben' }).person).toBe('token:ben');
  });

  it('is the person for their session and for every token they made', () => {
    const session = identity({ kind: 'session', owner: ANA });
    const made = identity({ createdBy: 'user:u1', owner: ANA });
    expect([session.person, made.person]).toEqual(['user:u1', 'user:u1']);
    expect([actorOf(session), actorOf(made)]).toEqual(['user:u1', 'token:ci']);
    expect(session).toMatchObject({ id: 'u1', name: 'Ana', user: { subject: 's' } });
    expect(made).toMatchObject({ id: 't1', name: 'ci' });
  });
});

describe('a token of a person', () => {
  const refused = expect.objectContaining({ code: 'token_invalid' });

  it('ends when the person is disabled', () => {
    expect(() => identity({ owner: { ...ANA, disabled: true } })).toThrow(refused);
  });

  it('ends when the person lost the role it needs', () => {
    expect(() => identity({ owner: { ...ANA, role: 'viewer' } })).toThrow(refused);
    expect(identity({ role: 'viewer', owner: ANA }).role).toBe('viewer');
  });

  it('is no session without a person', () => {
    expect(() => identity({ kind: 'session' })).toThrow(refused);
  });
});

describe('an expired token', () => {
  it('is refused by its own name from the moment it ends', () => {
    const expired = expect.objectContaining({ code: 'token_expired' });
    expect(() => identity({ expiresAt: NOW })).toThrow(expired);
    expect(identity({ expiresAt: new Date(NOW.getTime() + 1) }).name).toBe('ci');
  });

  it('is only a bad one when it was revoked too', () => {
    expect(() => identity({ expiresAt: NOW, revoked: true })).toThrow(
      expect.objectContaining({ code: 'token_invalid' }),
    );
  });
});
