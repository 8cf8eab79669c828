import { localPath, SignInCookie } from './sign-in-state';

const NOW = new Date('2026-11-22T10:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const STATE = { state: 's', nonce: 'n', codeVerifier: 'v', next: '/models/churn' };
const cookie = new SignInCookie('secret', false);
const sent = (header: string) => `other=1; ${header.split(';')[0]}`;

describe('the cookie of a sign-in', () => {
  it('comes back as it was, to any process with the same secret', () => {
    const header = cookie.write(STATE, NOW);
    expect(header).toMatch(/; Path=\/api\/v1\/session\/oidc; HttpOnly; SameSite=Lax; Max-Age=600$/);
    expect(new SignInCookie('secret', true).read(sent(header), later(1))).toEqual(STATE);
    expect(new SignInCookie('secret', true).write(STATE, NOW)).toMatch(/; Secure$/);
  });

  it('is nothing after ten minutes', () => {
    const header = cookie.write(STATE, NOW);
    expect(cookie.read(sent(header), later(599))).toEqual(STATE);
    expect(cookie.read(sent(header), later(600))).toBeUndefined();
  });

  it('is nothing when it was altered, signed elsewhere, or is not there', () => {
    const header = sent(cookie.write(STATE, NOW));
    const forged = Buffer.from(JSON.stringify({ ...STATE, untilMs: 1e15 })).toString('base64url');
    expect(cookie.read(header.replace(/plumbline_signin=[^.]+/, `plumbline_signin=${forged}`), NOW)).toBeUndefined();
    expect(new SignInCookie('other', false).read(header, NOW)).toBeUndefined();
    for (const none of [undefined, '', 'plumbline_signin=', 'plumbline_signin=.', sent(cookie.clear())])
      expect(cookie.read(none, NOW)).toBeUndefined();
  });
});

describe('where a sign-in leads', () => {
  it.each([
    ['/models/churn?a=1#b', '/models/churn?a=1#b'],
    ['/', '/'],
    ['/a b', '/a%20b'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['models', '/'],
    [undefined, '/'],
    [['/a'], '/'],
  ])('%j leads to %s', (next, path) => {
    expect(localPath(next)).toBe(path);
  });
});
