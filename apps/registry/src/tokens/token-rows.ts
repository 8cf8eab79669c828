import type { Role, TokenView } from '@plumbline/contracts';
import { Prisma } from '@plumbline/platform';

export interface TokenRow {
  id: string;
  name: string;
  role: string;
  models: string[];
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** Never the hash. */
export const TOKEN_COLUMNS = Prisma.raw(
  'id, name, role, models, created_by, created_at, expires_at, last_used_at, revoked_at',
);

export function toTokenView(row: TokenRow, now: Date): TokenView {
  const isExpired = row.expires_at !== null && row.expires_at <= now;
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    models: row.models,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    state: row.revoked_at ? 'revoked' : isExpired ? 'expired' : 'live',
  };
}
