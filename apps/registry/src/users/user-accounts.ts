import type { Page, Role, UserView } from '@plumbline/contracts';
import { actorOf, Prisma, TOKEN_CHANNEL, type Identity, type PrismaDatabase } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { AuditTrailFactory } from '@plumbline/registry-adapters';

interface UserRow {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  role: string;
  created_at: Date;
  last_seen_at: Date;
  disabled_at: Date | null;
}

const COLUMNS = Prisma.raw('id, issuer, subject, name, role, created_at, last_seen_at, disabled_at');

const toView = ({ id, issuer, subject, name, role, ...times }: UserRow): UserView => ({
  ...{ id, issuer, subject, name, role: role as Role },
  createdAt: times.created_at.toISOString(),
  lastSeenAt: times.last_seen_at.toISOString(),
  disabledAt: times.disabled_at?.toISOString() ?? null,
});

/** People who signed in at the identity provider. */
export class UserAccounts {
  constructor(
    private readonly prisma: PrismaDatabase,
    private readonly auditIn: AuditTrailFactory,
  ) {}

  async page(cursor: string | null, limit: number): Promise<Page<UserView>> {
    const rows = await this.prisma.$queryRaw<UserRow[]>`
      SELECT ${COLUMNS} FROM user_account WHERE ${cursor}::uuid IS NULL OR id < ${cursor}::uuid
      ORDER BY id DESC LIMIT ${limit + 1}`;
    const items = rows.slice(0, limit).map(toView);
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** Sessions, tokens and access tokens of a disabled person are refused everywhere within 2 seconds. */
  async change(id: string, disabled: boolean, identity: Identity): Promise<UserView> {
    if (disabled && identity.person === `user:${id}`)
      throw new PlumblineError('conflict', 'user_is_yourself', 'You can not disable yourself: ask another admin.');
    return this.prisma.$transaction(async (tx) => {
      const [before] = await tx.$queryRaw<UserRow[]>`
        SELECT ${COLUMNS} FROM user_account WHERE id = ${id}::uuid FOR UPDATE`;
      if (!before) throw new PlumblineError('not_found', 'user_not_found', `There is no person ${id}.`);
      if ((before.disabled_at !== null) === disabled) return toView(before);
      const [after] = await tx.$queryRaw<UserRow[]>`
        UPDATE user_account SET disabled_at = CASE WHEN ${disabled} THEN now() END WHERE id = ${id}::uuid
        RETURNING ${COLUMNS}`;
      await tx.$executeRaw`SELECT pg_notify(${TOKEN_CHANNEL}, ${`user:${id}`})`;
      const action = disabled ? 'user.disabled' : 'user.enabled';
      await this.auditIn(tx).record({ actor: actorOf(identity), action, resourceType: 'user', resourceId: id });
      return toView(after as UserRow);
    });
  }
}
