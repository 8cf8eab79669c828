import type { Page, VersionView } from '@plumbline/contracts';
import type { PrismaDatabase } from '@plumbline/platform';
import {
  CHAMPION,
  UnknownModelError,
  UnknownVersionError,
  versionFates,
  type VersionFate,
} from '@plumbline/registry-core';
import { toVersionView, VERSION_VIEW } from './version-view.mapper';
import { toChange } from './version.mapper';

interface ModelRow {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly simulated: boolean;
  readonly createdAt: Date;
}

interface VersionFacts {
  readonly name: string;
  readonly championVersion: number | null;
  readonly latestVersion: number | null;
  /** Of the champion: without it drift can not be judged. */
  readonly hasReference: boolean;
}

export type RegisteredModel = ModelRow & VersionFacts;

/** What the screens read of models, versions and aliases. */
export class RegistryViewsQuery {
  constructor(private readonly prisma: PrismaDatabase) {}

  /** By name; the cursor is the last name. */
  async models(cursor: string | null, limit: number): Promise<Page<RegisteredModel>> {
    const rows = await this.prisma.model.findMany({
      where: cursor === null ? {} : { name: { gt: cursor } },
      orderBy: { name: 'asc' },
      take: limit + 1,
    });
    const items = await this.withVersions(rows.slice(0, limit));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
  }

  /** @throws UnknownModelError */
  async model(name: string): Promise<RegisteredModel> {
    const row = await this.prisma.model.findUnique({ where: { name } });
    const [model] = row ? await this.withVersions([row]) : [];
    if (!model) throw new UnknownModelError(name);
    return model;
  }

  /** Newest first; the cursor is the last version number. `archived`: only those, or only the others. */
  async versions(model: string, cursor: number | null, limit: number, archived?: boolean): Promise<Page<VersionView>> {
    await this.assertModel(model);
    const rows = await this.prisma.modelVersion.findMany({
      ...VERSION_VIEW,
      where: {
        model,
        ...(cursor === null ? {} : { version: { lt: cursor } }),
        ...(archived === undefined ? {} : { archive: archived ? { isNot: null } : { is: null } }),
      },
      orderBy: { version: 'desc' },
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const fates = await this.fates(
      model,
      page.map(({ version }) => version),
    );
    const items = page.map((row) => toVersionView(row, fates.get(row.version) ?? 'registered'));
    return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.version) : null };
  }

  /** @throws UnknownModelError, UnknownVersionError */
  async version(model: string, version: number): Promise<VersionView> {
    const where = { model_version: { model, version } };
    const row = await this.prisma.modelVersion.findUnique({ ...VERSION_VIEW, where });
    if (!row) throw new UnknownVersionError(model, version, (await this.model(model)).latestVersion ?? 0);
    return toVersionView(row, (await this.fates(model, [version])).get(version) ?? 'registered');
  }

  /** Latest revision of each policy that somebody wrote. */
  async policies(model: string): Promise<{ kind: string; revision: number; body: unknown; actor: string }[]> {
    await this.model(model);
    const rows = await this.prisma.modelPolicy.findMany({
      where: { model },
      orderBy: [{ kind: 'asc' }, { revision: 'desc' }],
      distinct: ['kind'],
    });
    return rows.map(({ kind, revision, body, actor }) => ({ kind, revision, body, actor }));
  }

  private async assertModel(name: string): Promise<void> {
    const known = await this.prisma.model.findUnique({ where: { name }, select: { name: true } });
    if (!known) throw new UnknownModelError(name);
  }

  /** Of these versions only: a model may have ten thousand. */
  private async fates(model: string, versions: readonly number[]): Promise<ReadonlyMap<number, VersionFate>> {
    const those = { in: [...versions] };
    const [changes, trials] = await Promise.all([
      this.prisma.modelAliasChange.findMany({
        where: { model, alias: CHAMPION, OR: [{ version: those }, { previousVersion: those }] },
        orderBy: { id: 'asc' },
      }),
      this.prisma.rollout.findMany({
        where: { model, candidateVersion: those },
        orderBy: { startedAt: 'asc' },
        select: { candidateVersion: true, state: true, endedAt: true },
      }),
    ]);
    return versionFates(changes.map(toChange), trials);
  }

  private async withVersions(models: readonly ModelRow[]): Promise<RegisteredModel[]> {
    const facts = await this.prisma.$queryRaw<VersionFacts[]>`
      SELECT m.name, a.version AS "championVersion", coalesce(v.reference IS NOT NULL, false) AS "hasReference",
        (SELECT max(version) FROM model_version WHERE model = m.name) AS "latestVersion"
      FROM model m
      LEFT JOIN model_alias a ON a.model = m.name AND a.alias = ${CHAMPION}
      LEFT JOIN model_version v ON v.model = a.model AND v.version = a.version
      WHERE m.name = ANY(${models.map(({ name }) => name)})`;
    const factsOf = new Map(facts.map(({ name, ...rest }) => [name, rest]));
    const none = { championVersion: null, latestVersion: null, hasReference: false };
    return models.map((model) => ({ ...model, ...(factsOf.get(model.name) ?? none) }));
  }
}
