import type { AliasChangeView, AliasView, Page, VersionView } from '@plumbline/contracts';
import type { PrismaDatabase } from '@plumbline/platform';
import {
  CHAMPION,
  UnknownModelError,
  UnknownVersionError,
  versionFates,
  type VersionFate,
} from '@plumbline/registry-core';
import { toChange, toVersion } from './version.mapper';

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

type VersionRow = Parameters<typeof toVersion>[0];

/** The reference profile is left out: it is large, and the drift view shows it. */
function toView(row: VersionRow, fate: VersionFate): VersionView {
  const { reference: _reference, signature, metrics, source, createdAt, ...version } = toVersion(row);
  return {
    ...version,
    signature,
    metrics: { ...metrics },
    source: { ...source },
    fate,
    createdAt: createdAt.toISOString(),
  };
}

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

  /** Newest first; the cursor is the last version number. */
  async versions(model: string, cursor: number | null, limit: number): Promise<Page<VersionView>> {
    await this.model(model);
    const rows = await this.prisma.modelVersion.findMany({
      where: { model, ...(cursor === null ? {} : { version: { lt: cursor } }) },
      orderBy: { version: 'desc' },
      take: limit + 1,
    });
    const fates = await this.fates(model);
    const items = rows.slice(0, limit).map((row) => toView(row, fates.get(row.version) ?? 'registered'));
    return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.version) : null };
  }

  /** @throws UnknownModelError, UnknownVersionError */
  async version(model: string, version: number): Promise<VersionView> {
    const row = await this.prisma.modelVersion.findUnique({ where: { model_version: { model, version } } });
    if (!row) throw new UnknownVersionError(model, version, (await this.model(model)).latestVersion ?? 0);
    return toView(row, (await this.fates(model)).get(version) ?? 'registered');
  }

  async aliases(model: string): Promise<AliasView[]> {
    await this.model(model);
    const rows = await this.prisma.modelAlias.findMany({ where: { model }, orderBy: { alias: 'asc' } });
    return rows.map(({ alias, version, revision, changedAt }) => ({
      alias,
      version,
      revision,
      changedAt: changedAt.toISOString(),
    }));
  }

  /** Newest first; with `at`, the first item is what the alias meant at that time. */
  async aliasHistory(model: string, alias: string, at: Date | null): Promise<AliasChangeView[]> {
    await this.model(model);
    const rows = await this.prisma.modelAliasChange.findMany({
      where: { model, alias, ...(at === null ? {} : { changedAt: { lte: at } }) },
      orderBy: { id: 'desc' },
    });
    return rows.map((row) => ({ ...toChange(row), changedAt: row.changedAt.toISOString() }));
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

  private async fates(model: string): Promise<ReadonlyMap<number, VersionFate>> {
    const changes = await this.prisma.modelAliasChange.findMany({
      where: { model, alias: CHAMPION },
      orderBy: { id: 'asc' },
    });
    const trials = await this.prisma.rollout.findMany({
      where: { model },
      orderBy: { startedAt: 'asc' },
      select: { candidateVersion: true, state: true, endedAt: true },
    });
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
