import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What must be the same when the provider sends a person back. */
export interface SignInState {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Path of our own to go to afterwards. */
  readonly next: string;
}

const COOKIE = 'plumbline_signin';
const PATH = '/api/v1/session/oidc';
const SIGN_IN_SECONDS = 600;
const MAX_LENGTH = 4_000;

/** Only a path of this site, never a way to another one. */
export function localPath(text: unknown): string {
  const base = 'http://plumbline.invalid';
  if (typeof text !== 'string' || text.length > 1_000 || !/^\/(?![/\\])/.test(text) || !URL.canParse(text, base))
    return '/';
  const { origin, pathname, search, hash } = new URL(text, base);
  // `/.//evil.example` becomes `//evil.example`.
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
}

/** Keeps a sign-in in a signed cookie of ten minutes, so that any process of the control plane can end it. */
export class SignInCookie {
  private readonly key: Buffer;

  /** @param secret shared by the processes of one installation */
  constructor(
    secret: string,
    private readonly secure: boolean,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'plumbline sign-in cookie v1', 32));
  }

  /** Value of a `set-cookie` header. `Lax`, because the provider's answer comes from another site. */
  write(state: SignInState, now: Date): string {
    const untilMs = now.getTime() + SIGN_IN_SECONDS * 1_000;
    const body = Buffer.from(JSON.stringify({ ...state, untilMs })).toString('base64url');
    return this.header(`${body}.${this.sign(body)}`, SIGN_IN_SECONDS);
  }

  clear = (): string => this.header('', 0);

  /** @param cookies the `cookie` header */
  read(cookies: string | undefined, now: Date): SignInState | undefined {
    const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)\\.([\\w-]+)`).exec(
      (cookies ?? '').slice(0, 4 * MAX_LENGTH),
    );
    const [, body = '', signature = ''] = value ?? [];
    const expected = Buffer.from(this.sign(body));
    const given = Buffer.from(signature);
    if (body === '' || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const { untilMs, ...state } = JSON.parse(Buffer.from(body, 'base64url').toString()) as SignInState & {
      untilMs: number;
    };
    return untilMs > now.getTime() ? state : undefined;
  }

  private sign = (body: string): string => createHmac('sha256', this.key).update(body).digest('base64url');

  private header(value: string, seconds: number): string {
    const parts = [`${COOKIE}=${value}`, `Path=${PATH}`, 'HttpOnly', 'SameSite=Lax', `Max-Age=${seconds}`];
    return [...parts, ...(this.secure ? ['Secure'] : [])].join('; ');
  }
}
