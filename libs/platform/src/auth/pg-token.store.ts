import type { Pool } from 'pg';
import type { StoredToken, TokenStore } from './token-store.port';

interface TokenRow {
  id: string;
  name: string;
  role: string;
  kind: 'api' | 'session';
  models: string[];
  created_by: string;
  expires_at: Date | null;
  revoked: boolean;
  user_id: string | null;
  issuer: string;
  subject: string;
  user_name: string;
  user_role: string;
  disabled: boolean;
}

const BY_HASH = `
  SELECT t.id, t.name, t.role, t.kind, t.models, t.created_by, t.expires_at, t.revoked_at IS NOT NULL AS revoked,
         t.user_id, u.issuer, u.subject, u.name AS user_name, u.role AS user_role, u.disabled_at IS NOT NULL AS disabled
  FROM api_token t LEFT JOIN user_account u ON u.id = t.user_id
  WHERE t.hash = $1`;

export class PgTokenStore implements TokenStore {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  async findByHash(hash: string): Promise<StoredToken | null> {
    const { rows } = await this.pool.query<TokenRow>(BY_HASH, [hash]);
    const row = rows[0];
    if (!row) return null;
    const { id, name, role, kind, models, created_by: createdBy, expires_at: expiresAt, revoked } = row;
    const { user_id: userId, issuer, subject, user_name: userName, user_role: userRole, disabled } = row;
    const owner = userId === null ? null : { id: userId, issuer, subject, name: userName, role: userRole, disabled };
    return { id, name, role, kind, models, createdBy, expiresAt, revoked, owner };
  }
}
