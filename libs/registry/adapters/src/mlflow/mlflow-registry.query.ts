import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import {
  toSearchPage,
  type MlflowModel,
  type MlflowRegistryReads,
  type MlflowVersion,
  type SearchPage,
  type SearchQuery,
} from '@plumbline/registry-core';
import { rowsBy } from './rows-by';
import { epochMs, orderSql, whereSql, type SearchColumns } from './search-sql';

type ModelRow = Omit<MlflowModel, 'aliases' | 'latest'>;

/** A version that came another way is shown where {@link versionRoot} puts it. */
const ROOT = Prisma.sql`coalesce(w.artifact_root, 'plumbline/' || v.model || '/' || v.version)`;
const SOURCE = Prisma.sql`coalesce(w.source, 'mlflow-artifacts:/plumbline/' || v.model || '/' || v.version)`;

const SELECT_VERSION = Prisma.sql`
  SELECT v.model, v.version, v.created_at AS "createdAt", coalesce(w.updated_at, v.created_at) AS "updatedAt",
    v.created_by AS "createdBy", coalesce(w.description, '') AS description, ${SOURCE} AS source,
    ${ROOT} AS "artifactRoot", coalesce(w.run_id, '') AS "runId", coalesce(w.run_link, '') AS "runLink",
    w.model_id AS "modelId", coalesce(w.tags, '{}') AS tags,
    ARRAY(SELECT a.alias FROM model_alias a WHERE a.model = v.model AND a.version = v.version ORDER BY a.alias) AS aliases
  FROM model_version v LEFT JOIN mlflow_model_version w ON w.model = v.model AND w.version = v.version`;

const VERSION_COLUMNS: SearchColumns = {
  attributes: {
    name: Prisma.sql`v.model`,
    version_number: Prisma.sql`v.version::float8`,
    run_id: Prisma.sql`coalesce(w.run_id, '')`,
    source_path: SOURCE,
    creation_timestamp: epochMs(Prisma.sql`v.created_at`),
    last_updated_timestamp: epochMs(Prisma.sql`coalesce(w.updated_at, v.created_at)`),
  },
  tag: (key) => Prisma.sql`w.tags->>${key}::text`,
};

const SELECT_MODEL = Prisma.sql`
  SELECT m.name, m.description, m.created_at AS "createdAt", coalesce(w.updated_at, m.created_at) AS "updatedAt",
    coalesce(w.tags, '{}') AS tags
  FROM model m LEFT JOIN mlflow_model w ON w.model = m.name`;

const MODEL_COLUMNS: SearchColumns = {
  attributes: {
    name: Prisma.sql`m.name`,
    creation_timestamp: epochMs(Prisma.sql`m.created_at`),
    last_updated_timestamp: epochMs(Prisma.sql`coalesce(w.updated_at, m.created_at)`),
  },
  tag: (key) => Prisma.sql`w.tags->>${key}::text`,
};

/** Models and versions as MLflow shows them. */
export class MlflowRegistryQuery implements MlflowRegistryReads {
  constructor(private readonly prisma: PrismaDatabase) {}

  async model(name: string): Promise<MlflowModel | null> {
    const rows = await this.prisma.$queryRaw<ModelRow[]>`${SELECT_MODEL} WHERE m.name = ${name}`;
    const [model] = await this.toModels(rows);
    return model ?? null;
  }

  async version(name: string, version: number): Promise<MlflowVersion | null> {
    const [row] = await this.prisma.$queryRaw<MlflowVersion[]>`
      ${SELECT_VERSION} WHERE v.model = ${name} AND v.version = ${version}`;
    return row ?? null;
  }

  async byAlias(name: string, alias: string): Promise<MlflowVersion | null> {
    const [row] = await this.prisma.$queryRaw<MlflowVersion[]>`
      ${SELECT_VERSION} JOIN model_alias s ON s.model = v.model AND s.version = v.version
      WHERE s.model = ${name} AND s.alias = ${alias}`;
    return row ?? null;
  }

  async searchModels(query: SearchQuery): Promise<SearchPage<MlflowModel>> {
    const rows = await this.prisma.$queryRaw<ModelRow[]>`
      ${SELECT_MODEL} WHERE ${whereSql(query.conditions, MODEL_COLUMNS)}
      ORDER BY ${orderSql(query.orders, MODEL_COLUMNS, Prisma.sql`m.name`)}
      LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
    const { items, nextPageToken } = toSearchPage(rows, query);
    return { items: await this.toModels(items), nextPageToken };
  }

  async searchVersions(query: SearchQuery): Promise<SearchPage<MlflowVersion>> {
    const last = Prisma.sql`coalesce(w.updated_at, v.created_at) DESC, v.model, v.version DESC`;
    const rows = await this.prisma.$queryRaw<MlflowVersion[]>`
      ${SELECT_VERSION} WHERE ${whereSql(query.conditions, VERSION_COLUMNS)}
      ORDER BY ${orderSql(query.orders, VERSION_COLUMNS, last)} LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
    return toSearchPage(rows, query);
  }

  private async toModels(rows: readonly ModelRow[]): Promise<MlflowModel[]> {
    if (rows.length === 0) return [];
    const names = rows.map(({ name }) => name);
    const aliases = await this.prisma.modelAlias.findMany({
      where: { model: { in: names } },
      orderBy: { alias: 'asc' },
      select: { model: true, alias: true, version: true },
    });
    const latest = await this.prisma.$queryRaw<MlflowVersion[]>`
      ${SELECT_VERSION} WHERE (v.model, v.version) IN
        (SELECT n, (SELECT max(x.version) FROM model_version x WHERE x.model = n) FROM unnest(${names}::text[]) AS n)`;
    const aliasesOf = rowsBy(aliases, ({ model }) => model);
    const latestOf = new Map(latest.map((version) => [version.model, version]));
    return rows.map((row) => ({
      ...row,
      aliases: aliasesOf(row.name).map(({ alias, version }) => ({ alias, version })),
      latest: latestOf.get(row.name) ?? null,
    }));
  }
}
