import { actorOf, ADMIN_TOKEN_NAME, TOKEN_CHANNEL, type Identity, type PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { isFullAdmin } from './token-grant.policy';
import { ownTokens } from './token-list.query';
import { StartTokenError, TokenNotFoundError } from './token.errors';

interface Revoked {
  id: string;
  name: string;
  hash: string;
}

export class RevokeToken {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  /** Ends the token and those made with it; done already is done. @throws TokenNotFoundError, StartTokenError */
  async execute(id: string, identity: Identity): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const [found] = await tx.$queryRaw<{ name: string; created_by: string }[]>`
        SELECT name, created_by FROM api_token
        WHERE id = ${id}::uuid AND kind = 'api' AND (${isFullAdmin(identity)} OR ${ownTokens(identity)}) FOR UPDATE`;
      if (!found) throw new TokenNotFoundError(id);
      if (found.name === ADMIN_TOKEN_NAME && found.created_by === 'system:start') throw new StartTokenError();
      const revoked = await tx.$queryRaw<Revoked[]>`
        UPDATE api_token t SET revoked_at = now() FROM api_token root
        WHERE root.id = ${id}::uuid AND t.revoked_at IS NULL AND t.kind = 'api'
          AND (t.id = root.id OR (t.created_by = 'token:' || root.name AND t.created_at >= root.created_at))
        RETURNING t.id, t.name, t.hash`;
      for (const token of revoked) {
        await tx.$executeRaw`SELECT pg_notify(${TOKEN_CHANNEL}, ${`token:${token.hash}`})`;
        await this.auditIn(tx).record({
          actor: actorOf(identity),
          action: 'token.revoked',
          resourceType: 'token',
          resourceId: token.id,
          detail: { name: token.name, ...(token.id === id ? {} : { madeWith: id }) },
        });
      }
    });
  }
}
