import type { AliasChangeView, AliasHistoryView, AliasView } from '@plumbline/contracts';
import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import { UnknownAliasError, UnknownModelError, type Alias } from '@plumbline/registry-core';
import { toChange } from './version.mapper';

interface HistoryFilter {
  /** The world's time; without it: all of it. */
  readonly at?: Date;
  /** What was written down by then; without it: by now. */
  readonly knownAt?: Date;
  readonly cursor?: string;
  readonly limit: number;
}

type ChangeRow = Parameters<typeof toChange>[0];

export const toAliasView = ({ alias, version, revision, changedAt }: Omit<Alias, 'model'>): AliasView => ({
  alias,
  version,
  revision,
  changedAt: changedAt.toISOString(),
});

function toChangeView(row: ChangeRow): AliasChangeView {
  const change = toChange(row);
  return { ...change, changedAt: change.changedAt.toISOString(), effectiveAt: change.effectiveAt.toISOString() };
}

/** What the screens read of aliases and their history. */
export class AliasViewsQuery {
  constructor(private readonly prisma: PrismaDatabase) {}

  /** @throws UnknownModelError */
  async list(model: string): Promise<AliasView[]> {
    const rows = await this.prisma.modelAlias.findMany({ where: { model }, orderBy: { alias: 'asc' } });
    if (rows.length === 0) await this.refuseUnknown(model);
    return rows.map(toAliasView);
  }

  /** @throws UnknownModelError, UnknownAliasError */
  async one(model: string, alias: string): Promise<AliasView> {
    const row = await this.prisma.modelAlias.findUnique({ where: { model_alias: { model, alias } } });
    if (row) return toAliasView(row);
    await this.refuseUnknown(model);
    throw new UnknownAliasError(model, alias);
  }

  /**
   * Latest in effect first, so that with `at` and `knownAt` the first item is `aliasAt` of the alias's changes; the same order,
   * written in SQL: effect, then record.
   * @throws UnknownModelError
   */
  async history(
    model: string,
    alias: string,
    { at, knownAt, cursor, limit }: HistoryFilter,
  ): Promise<AliasHistoryView> {
    const [, effect, id] = /^(\d+)-(\d+)$/.exec(cursor ?? '') ?? [];
    const after =
      effect === undefined || id === undefined
        ? Prisma.empty
        : Prisma.sql`AND (effective_at, id) < (${new Date(Number(effect))}::timestamptz, ${BigInt(id)}::bigint)`;
    const rows = await this.prisma.$queryRaw<ChangeRow[]>`
      SELECT id, model, alias, version, previous_version AS "previousVersion", action, reason, actor,
        changed_at AS "changedAt", effective_at AS "effectiveAt", evidence
      FROM model_alias_change
      WHERE model = ${model} AND alias = ${alias}
        AND (${at ?? null}::timestamptz IS NULL OR effective_at <= ${at ?? null}::timestamptz)
        AND (${knownAt ?? null}::timestamptz IS NULL OR changed_at <= ${knownAt ?? null}::timestamptz)
        ${after}
      ORDER BY effective_at DESC, id DESC LIMIT ${limit + 1}`;
    if (rows.length === 0) await this.refuseUnknown(model);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last ? `${last.effectiveAt.getTime()}-${last.id}` : null;
    return { items: page.map(toChangeView), nextCursor };
  }

  private async refuseUnknown(model: string): Promise<void> {
    if (!(await this.prisma.model.findUnique({ where: { name: model }, select: { name: true } })))
      throw new UnknownModelError(model);
  }
}
