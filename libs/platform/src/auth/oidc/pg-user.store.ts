import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { TOKEN_CHANNEL } from '../token-watch';
import type { KnownPerson, UserAccount, UserStore } from './user-store.port';

interface UserRow extends UserAccount {
  readonly role_before: string | null;
}

const upsert = (onConflict: string) => `
  WITH before AS (SELECT role FROM user_account WHERE issuer = $2 AND subject = $3)
  INSERT INTO user_account (id, issuer, subject, name, role) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (issuer, subject) DO UPDATE SET last_seen_at = now()${onConflict}
  RETURNING id, name, disabled_at IS NOT NULL AS disabled, (SELECT role FROM before) AS role_before`;

const SEEN = upsert('');
/** A disabled account keeps what it was: nothing about it changes by trying. */
const SIGNED_IN = upsert(`,
    name = CASE WHEN user_account.disabled_at IS NULL THEN EXCLUDED.name ELSE user_account.name END,
    role = CASE WHEN user_account.disabled_at IS NULL THEN EXCLUDED.role ELSE user_account.role END`);

export class PgUserStore implements UserStore {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async signedIn(person: KnownPerson): Promise<UserAccount> {
    const { role_before: roleBefore, ...account } = await this.write(SIGNED_IN, person);
    if (roleBefore !== null && roleBefore !== person.role)
      await this.pool.query('SELECT pg_notify($1, $2)', [TOKEN_CHANNEL, `user:${account.id}`]);
    return account;
  }

  async seen(person: KnownPerson): Promise<UserAccount> {
    const { id, name, disabled } = await this.write(SEEN, person);
    return { id, name, disabled };
  }

  private async write(sql: string, { issuer, subject, name, role }: KnownPerson): Promise<UserRow> {
    const { rows } = await this.pool.query<UserRow>(sql, [uuidv7(), issuer, subject, name, role]);
    return rows[0] as UserRow;
  }
}
