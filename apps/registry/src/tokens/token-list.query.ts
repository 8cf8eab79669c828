import type { Page, TokenView } from '@plumbline/contracts';
import { actorOf, Prisma, type Identity, type PrismaDatabase } from '@plumbline/platform';
import { isFullAdmin } from './token-grant.policy';
import { TOKEN_COLUMNS, toTokenView, type TokenRow } from './token-rows';

/** Itself, and what it made. */
export function ownTokens(identity: Identity): Prisma.Sql {
  const { user, id } = identity;
  if (user) return Prisma.sql`user_id = ${user.id}::uuid`;
  return Prisma.sql`(id = ${id}::uuid OR created_by = ${actorOf(identity)})`;
}

export class TokenListQuery {
  constructor(private readonly prisma: PrismaDatabase) {}

  /** Newest first; all of them for an admin. */
  async page(identity: Identity, cursor: string | null, limit: number): Promise<Page<TokenView>> {
    const rows = await this.prisma.$queryRaw<TokenRow[]>`
      SELECT ${TOKEN_COLUMNS} FROM api_token
      WHERE kind = 'api' AND (${isFullAdmin(identity)} OR ${ownTokens(identity)})
        AND (${cursor}::uuid IS NULL OR id < ${cursor}::uuid)
      ORDER BY id DESC LIMIT ${limit + 1}`;
    const items = rows.slice(0, limit).map((row) => toTokenView(row, new Date()));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
