import type { NewTokenBody, NewTokenView } from '@plumbline/contracts';
import { actorOf, BadTokenError, hashToken, newToken, type Identity, type PrismaDatabase } from '@plumbline/platform';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';
import { uuidv7 } from 'uuidv7';
import { grantToken, type TokenGrant } from './token-grant.policy';
import { TOKEN_COLUMNS, toTokenView, type TokenRow } from './token-rows';
import { TokenNameTakenError } from './token.errors';

type Transaction = Parameters<AuditTrailFactory>[0];

export class IssueToken {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  /** @returns the token itself, for the only time */
  async execute(maker: Identity, body: NewTokenBody): Promise<NewTokenView> {
    const now = new Date();
    const grant = grantToken(maker, body, now);
    const token = newToken();
    const row = await this.prisma.$transaction(async (tx) => {
      // Two at once may not take one name.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plumbline token names'))`;
      const taken = await tx.$queryRaw<object[]>`
        SELECT 1 FROM api_token WHERE name = ${body.name} AND kind = 'api' AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > now())`;
      if (taken.length > 0) throw new TokenNameTakenError(body.name);
      const expiresAt = await endOf(tx, grant);
      const [inserted] = await tx.$queryRaw<TokenRow[]>`
        INSERT INTO api_token (id, name, hash, role, models, created_by, expires_at, user_id)
        VALUES (${uuidv7()}::uuid, ${body.name}, ${hashToken(token)}, ${body.role}, ${body.models}, ${grant.createdBy},
          ${expiresAt}, ${grant.userId}::uuid)
        RETURNING ${TOKEN_COLUMNS}`;
      await this.auditIn(tx).record({
        actor: actorOf(maker),
        action: 'token.created',
        resourceType: 'token',
        resourceId: (inserted as TokenRow).id,
        detail: { name: body.name, role: body.role, models: body.models, expiresAt },
      });
      return inserted as TokenRow;
    });
    return { ...toTokenView(row, now), token };
  }
}

/** A token lives no longer than the one that made it. @throws BadTokenError when that was revoked meanwhile */
async function endOf(tx: Transaction, { expiresAt, makerTokenId }: TokenGrant): Promise<Date | null> {
  if (makerTokenId === null) return expiresAt;
  const [maker] = await tx.$queryRaw<{ expires_at: Date | null; revoked_at: Date | null }[]>`
    SELECT expires_at, revoked_at FROM api_token WHERE id = ${makerTokenId}::uuid FOR SHARE`;
  if (!maker || maker.revoked_at) throw new BadTokenError();
  if (maker.expires_at === null || (expiresAt !== null && expiresAt <= maker.expires_at)) return expiresAt;
  return maker.expires_at;
}
