/** Holds the API token of somebody who signed in on the dashboard; no script can read it. */
export const SESSION_COOKIE = 'plumbline_session';

export interface SessionCookieOptions {
  /** Set behind HTTPS. */
  readonly secure?: boolean;
  readonly maxAgeSeconds?: number;
}

/** Value of a `set-cookie` header. */
export function sessionCookie(token: string, { secure = false, maxAgeSeconds = 43_200 }: SessionCookieOptions = {}) {
  const parts = [`${SESSION_COOKIE}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${maxAgeSeconds}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

export const clearedSessionCookie = (): string => sessionCookie('', { maxAgeSeconds: 0 });
