import type { Pool } from 'pg';
import type { StoredToken, TokenStore } from './token-store.port';

export class PgTokenStore implements TokenStore {
  constructor(private readonly pool: Pool) {}

  async findByHash(hash: string): Promise<StoredToken | null> {
    const { rows } = await this.pool.query<StoredToken>(
      'SELECT name, role, revoked_at IS NOT NULL AS revoked FROM api_token WHERE hash = $1',
      [hash],
    );
    return rows[0] ?? null;
  }
}
