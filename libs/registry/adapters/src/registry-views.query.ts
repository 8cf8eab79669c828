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

export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly simulated: boolean;
  readonly createdAt: Date;
  readonly championVersion: number | null;
  readonly latestVersion: number | null;
}

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

  private async withVersions(
    rows: readonly { name: string; description: string; owner: string; simulated: boolean; createdAt: Date }[],
  ): Promise<RegisteredModel[]> {
    const names = rows.map(({ name }) => name);
    const champions = await this.prisma.modelAlias.findMany({ where: { model: { in: names }, alias: CHAMPION } });
    const latest = await this.prisma.modelVersion.groupBy({
      by: ['model'],
      where: { model: { in: names } },
      _max: { version: true },
    });
    return rows.map(({ name, description, owner, simulated, createdAt }) => ({
      name,
      description,
      owner,
      simulated,
      createdAt,
      championVersion: champions.find(({ model }) => model === name)?.version ?? null,
      latestVersion: latest.find(({ model }) => model === name)?._max.version ?? null,
    }));
  }
}
