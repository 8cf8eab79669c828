import { hashToken, newToken, PgUserStore, TOKEN_CHANNEL } from '@plumbline/platform';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { SignedInPerson } from './oidc/oidc-sign-in';
import { PersonDisabledError } from './oidc/oidc.errors';

export const SESSION_SECONDS = 43_200;

/** Sessions of people: tokens of kind `session`, stored as hashes and ended by signing out. */
export class Sessions {
  private readonly users: PgUserStore;

  constructor(private readonly pool: Pool) {
    this.users = new PgUserStore(pool);
  }

  /** @returns the session token. @throws PersonDisabledError */
  async open(person: SignedInPerson): Promise<string> {
    const { id, disabled } = await this.users.signedIn(person);
    if (disabled) throw new PersonDisabledError();
    const token = newToken();
    await this.pool.query(
      `INSERT INTO api_token (id, name, hash, role, kind, created_by, expires_at, user_id)
       VALUES ($1, 'session', $2, $3, 'session', $4, now() + $5 * interval '1 second', $6)`,
      [uuidv7(), hashToken(token), person.role, `user:${id}`, SESSION_SECONDS, id],
    );
    return token;
  }

  /** Ends a session; an API token in the cookie is only taken out of it. */
  async close(token: string): Promise<void> {
    await this.pool.query(
      `WITH ended AS (
         UPDATE api_token SET revoked_at = now()
         WHERE hash = $1 AND kind = 'session' AND revoked_at IS NULL RETURNING hash)
       SELECT pg_notify($2, 'token:' || hash) FROM ended`,
      [hashToken(token), TOKEN_CHANNEL],
    );
  }
}
