import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import {
  toSearchPage,
  type LoggedModel,
  type LoggedModelStatus,
  type LoggedModelStore,
  type NewLoggedModel,
  type Pairs,
  type SearchPage,
  type SearchQuery,
} from '@plumbline/registry-core';
import { METRIC_COLUMNS, toMetric, type MetricRow } from './metric.mapper';
import { rowsBy } from './rows-by';
import { epochMs, orderSql, whereSql, type SearchColumns } from './search-sql';

type Row = Prisma.MlflowLoggedModelGetPayload<object>;

const COLUMNS: SearchColumns = {
  attributes: {
    name: Prisma.sql`l.name`,
    model_id: Prisma.sql`l.id`,
    model_type: Prisma.sql`l.model_type`,
    status: Prisma.sql`replace(l.status, 'LOGGED_MODEL_', '')`,
    source_run_id: Prisma.sql`l.source_run_id`,
    experiment_id: Prisma.sql`l.experiment_id::text`,
    creation_timestamp: epochMs(Prisma.sql`l.created_at`),
    last_updated_timestamp: epochMs(Prisma.sql`l.updated_at`),
  },
  tag: (key) => Prisma.sql`l.tags->>${key}::text`,
  param: (key) => Prisma.sql`l.params->>${key}::text`,
  metric: (key) => Prisma.sql`SELECT m.value FROM mlflow_metric m WHERE m.model_id = l.id AND m.key = ${key}::text
    ORDER BY m.step DESC, m.timestamp_ms DESC, m.value DESC LIMIT 1`,
};

/** Of any other name: `params` or `tags`. */
const merged = (column: 'params' | 'tags', pairs: Pairs): Prisma.Sql =>
  column === 'params'
    ? Prisma.sql`params = params || ${JSON.stringify(pairs)}::jsonb`
    : Prisma.sql`tags = tags || ${JSON.stringify(pairs)}::jsonb`;

export class PrismaLoggedModelStore implements LoggedModelStore {
  constructor(private readonly prisma: PrismaDatabase) {}

  async create({ experimentId, params, tags, ...plain }: NewLoggedModel): Promise<void> {
    await this.prisma.mlflowLoggedModel.create({
      data: { ...plain, experimentId: BigInt(experimentId), params: { ...params }, tags: { ...tags } },
    });
  }

  async find(id: string): Promise<LoggedModel | null> {
    const row = await this.prisma.mlflowLoggedModel.findUnique({ where: { id } });
    const [model] = await this.toModels(row ? [row] : []);
    return model ?? null;
  }

  async setStatus(id: string, status: LoggedModelStatus): Promise<void> {
    await this.prisma.mlflowLoggedModel.update({ where: { id }, data: { status, updatedAt: new Date() } });
  }

  async setDeleted(id: string): Promise<void> {
    await this.prisma.mlflowLoggedModel.update({ where: { id }, data: { deleted: true, updatedAt: new Date() } });
  }

  mergeParams(id: string, params: Pairs): Promise<void> {
    return this.set(id, merged('params', params));
  }

  mergeTags(id: string, tags: Pairs): Promise<void> {
    return this.set(id, merged('tags', tags));
  }

  deleteTag(id: string, key: string): Promise<void> {
    return this.set(id, Prisma.sql`tags = tags - ${key}::text`);
  }

  async search(query: SearchQuery & { readonly experimentIds: readonly string[] }): Promise<SearchPage<LoggedModel>> {
    const found = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT l.id FROM mlflow_logged_model l
      WHERE l.experiment_id::text = ANY(${[...query.experimentIds]}::text[]) AND NOT l.deleted
        AND ${whereSql(query.conditions, COLUMNS)}
      ORDER BY ${orderSql(query.orders, COLUMNS, Prisma.sql`l.created_at DESC, l.id`)}
      LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
    const { items, nextPageToken } = toSearchPage(found, query);
    const rows = await this.prisma.mlflowLoggedModel.findMany({ where: { id: { in: items.map(({ id }) => id) } } });
    const byId = new Map((await this.toModels(rows)).map((model) => [model.id, model]));
    return { items: items.flatMap(({ id }) => byId.get(id) ?? []), nextPageToken };
  }

  async ofRun(sourceRunId: string, name: string): Promise<LoggedModel[]> {
    const where = { sourceRunId, name, deleted: false };
    return this.toModels(await this.prisma.mlflowLoggedModel.findMany({ where, orderBy: { createdAt: 'desc' } }));
  }

  private async set(id: string, assignment: Prisma.Sql): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE mlflow_logged_model SET ${assignment}, updated_at = now() WHERE id = ${id}`;
  }

  private async toModels(rows: readonly Row[]): Promise<LoggedModel[]> {
    if (rows.length === 0) return [];
    const metrics = await this.prisma.$queryRaw<MetricRow[]>`
      SELECT DISTINCT ON (model_id, run_id, key) ${METRIC_COLUMNS} FROM mlflow_metric m
      WHERE m.model_id = ANY(${rows.map(({ id }) => id)}::text[])
      ORDER BY m.model_id, m.run_id, m.key, m.step DESC, m.timestamp_ms DESC, m.value DESC`;
    const metricsOf = rowsBy(metrics, ({ modelId }) => modelId);
    return rows.map(({ statusMessage: _message, ...row }) => ({
      ...row,
      experimentId: String(row.experimentId),
      status: row.status as LoggedModelStatus,
      params: row.params as Pairs,
      tags: row.tags as Pairs,
      metrics: metricsOf(row.id).map(toMetric),
    }));
  }
}
