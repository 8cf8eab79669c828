import { Prisma, type PrismaDatabase } from '@plumbline/platform';
import {
  toSearchPage,
  type KeyValue,
  type MlflowMetric,
  type MlflowRun,
  type MlflowRunInfo,
  type MlflowViewType,
  type RunBatch,
  type RunInput,
  type RunOutput,
  type RunStore,
  type SearchPage,
  type SearchQuery,
} from '@plumbline/registry-core';
import { METRIC_COLUMNS, toMetric, type MetricRow } from './metric.mapper';
import { viewSql } from './prisma-experiment.store';
import { RUN_COLUMNS } from './run-columns';
import { toRunInfo, toRuns, type RunRow } from './run.mapper';
import { orderSql, whereSql } from './search-sql';

class ParamChanged extends Error {
  constructor(readonly param: { key: string; present: string }) {
    super(param.key);
  }
}

const ROW = Prisma.sql`r.id, r.experiment_id::text AS "experimentId", r.name, r.status, r.user_id AS "userId",
  r.start_time_ms::float8 AS "startTimeMs", r.end_time_ms::float8 AS "endTimeMs", r.deleted, r.outputs, r.inputs`;

async function writeParams(tx: Prisma.TransactionClient, runId: string, params: readonly KeyValue[]): Promise<void> {
  if (params.length === 0) return;
  const keys = params.map(({ key }) => key);
  await tx.$executeRaw`
    INSERT INTO mlflow_run_param (run_id, key, value)
    SELECT ${runId}, * FROM unnest(${keys}::text[], ${params.map(({ value }) => value)}::text[])
    ON CONFLICT DO NOTHING`;
  const present = await tx.mlflowRunParam.findMany({ where: { runId, key: { in: keys } } });
  const values = new Map(present.map(({ key, value }) => [key, value]));
  const changed = params.find(({ key, value }) => values.get(key) !== value);
  if (changed) throw new ParamChanged({ key: changed.key, present: values.get(changed.key) ?? '' });
}

async function writeTags(tx: Prisma.TransactionClient, runId: string, tags: readonly KeyValue[]): Promise<void> {
  const last = [...new Map(tags.map(({ key, value }) => [key, value]))];
  if (last.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO mlflow_run_tag (run_id, key, value)
    SELECT ${runId}, * FROM unnest(${last.map(([key]) => key)}::text[], ${last.map(([, value]) => value)}::text[])
    ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value`;
}

async function writeMetrics(
  tx: Prisma.TransactionClient,
  runId: string,
  metrics: readonly MlflowMetric[],
): Promise<void> {
  if (metrics.length === 0) return;
  const texts = (of: (metric: MlflowMetric) => string | number | undefined) =>
    metrics.map((metric) => of(metric)).map((value) => (value === undefined ? null : String(value)));
  await tx.$executeRaw`
    INSERT INTO mlflow_metric (run_id, key, value, timestamp_ms, step, model_id, dataset_name, dataset_digest)
    SELECT DISTINCT ${runId}, n.key, n.value::float8, n.at::bigint, n.step::bigint, n.model, n.name, n.digest
    FROM unnest(${texts(({ key }) => key)}::text[], ${texts(({ value }) => value)}::text[],
      ${texts(({ timestampMs }) => timestampMs)}::text[], ${texts(({ step }) => step)}::text[],
      ${texts(({ modelId }) => modelId)}::text[], ${texts(({ datasetName }) => datasetName)}::text[],
      ${texts(({ datasetDigest }) => datasetDigest)}::text[]) AS n (key, value, at, step, model, name, digest)
    WHERE NOT EXISTS (SELECT 1 FROM mlflow_metric m WHERE m.run_id = ${runId} AND m.key = n.key
      AND m.value = n.value::float8 AND m.timestamp_ms = n.at::bigint AND m.step = n.step::bigint
      AND m.model_id IS NOT DISTINCT FROM n.model AND m.dataset_name IS NOT DISTINCT FROM n.name
      AND m.dataset_digest IS NOT DISTINCT FROM n.digest)
    ORDER BY n.step::bigint, n.at::bigint`;
}

export class PrismaRunStore implements RunStore {
  constructor(private readonly prisma: PrismaDatabase) {}

  async create(run: MlflowRunInfo, tags: readonly KeyValue[]): Promise<void> {
    const { experimentId, startTimeMs, endTimeMs: _open, ...plain } = run;
    await this.prisma.$transaction(async (tx) => {
      await tx.mlflowRun.create({
        data: { ...plain, experimentId: BigInt(experimentId), startTimeMs: BigInt(startTimeMs) },
      });
      await writeTags(tx, run.id, tags);
    });
  }

  async find(id: string): Promise<MlflowRun | null> {
    const rows = await this.prisma.$queryRaw<RunRow[]>`SELECT ${ROW} FROM mlflow_run r WHERE r.id = ${id}`;
    const [run] = await toRuns(this.prisma, rows);
    return run ?? null;
  }

  async findInfo(id: string): Promise<MlflowRunInfo | null> {
    const [row] = await this.prisma.$queryRaw<RunRow[]>`SELECT ${ROW} FROM mlflow_run r WHERE r.id = ${id}`;
    return row ? toRunInfo(row) : null;
  }

  async update(id: string, { endTimeMs, ...changes }: Parameters<RunStore['update']>[1]): Promise<void> {
    const ended = endTimeMs === undefined ? {} : { endTimeMs: endTimeMs === null ? null : BigInt(endTimeMs) };
    await this.prisma.mlflowRun.update({ where: { id }, data: { ...changes, ...ended } });
  }

  async search(
    query: SearchQuery & { readonly experimentIds: readonly string[] },
    view: MlflowViewType,
  ): Promise<SearchPage<MlflowRun>> {
    const rows = await this.prisma.$queryRaw<RunRow[]>`
      SELECT ${ROW} FROM mlflow_run r
      WHERE r.experiment_id::text = ANY(${[...query.experimentIds]}::text[])
        AND ${viewSql(view, Prisma.sql`r.deleted`)} AND ${whereSql(query.conditions, RUN_COLUMNS)}
      ORDER BY ${orderSql(query.orders, RUN_COLUMNS, Prisma.sql`r.start_time_ms DESC, r.id`)}
      LIMIT ${query.limit + 1} OFFSET ${query.offset}`;
    const { items, nextPageToken } = toSearchPage(rows, query);
    return { items: await toRuns(this.prisma, items), nextPageToken };
  }

  async log(id: string, { metrics, params, tags }: RunBatch): Promise<{ key: string; present: string } | null> {
    try {
      await this.prisma.$transaction(async (tx) => {
        // Two requests that were sent twice must not both find their metrics missing.
        if (metrics.length > 0) await tx.$queryRaw`SELECT 1 FROM mlflow_run WHERE id = ${id} FOR UPDATE`;
        await writeParams(tx, id, params);
        await writeTags(tx, id, tags);
        await writeMetrics(tx, id, metrics);
      });
      return null;
    } catch (error) {
      if (error instanceof ParamChanged) return error.param;
      throw error;
    }
  }

  async deleteTag(runId: string, key: string): Promise<boolean> {
    return (await this.prisma.mlflowRunTag.deleteMany({ where: { runId, key } })).count > 0;
  }

  async addOutputs(id: string, outputs: readonly RunOutput[]): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE mlflow_run SET outputs = outputs || ${JSON.stringify(outputs)}::jsonb WHERE id = ${id}`;
  }

  async addInputs(id: string, inputs: readonly RunInput[]): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE mlflow_run SET inputs = inputs || ${JSON.stringify(inputs)}::jsonb WHERE id = ${id}`;
  }

  /** MLflow 3 logs a run's metrics once more for its model: they are one value of the run. */
  async history(
    id: string,
    key: string,
    page: Pick<SearchQuery, 'limit' | 'offset'>,
  ): Promise<SearchPage<MlflowMetric>> {
    const rows = await this.prisma.$queryRaw<MetricRow[]>`
      SELECT DISTINCT ON (m.timestamp_ms, m.step, m.value) ${METRIC_COLUMNS} FROM mlflow_metric m
      WHERE m.run_id = ${id} AND m.key = ${key}
      ORDER BY m.timestamp_ms, m.step, m.value, m.model_id NULLS FIRST LIMIT ${page.limit + 1} OFFSET ${page.offset}`;
    const { items, nextPageToken } = toSearchPage(rows, page);
    return { items: items.map(toMetric), nextPageToken };
  }
}
