import type { PrismaDatabase } from '@plumbline/platform';
import { toPairs, type MlflowRun, type MlflowRunInfo, type RunInput, type RunOutput } from '@plumbline/registry-core';
import { METRIC_COLUMNS, toMetric, type MetricRow } from './metric.mapper';
import { rowsBy } from './rows-by';

export interface RunRow extends Omit<MlflowRunInfo, 'status'> {
  readonly status: string;
  readonly outputs: unknown;
  readonly inputs: unknown;
}

export function toRunInfo({ id, experimentId, name, status, userId, startTimeMs, endTimeMs, deleted }: RunRow) {
  const info = { id, experimentId, name, userId, startTimeMs, endTimeMs, deleted };
  return { ...info, status: status as MlflowRunInfo['status'] };
}

const latestOf = (prisma: PrismaDatabase, ids: readonly string[]) => prisma.$queryRaw<MetricRow[]>`
  SELECT DISTINCT ON (run_id, key) ${METRIC_COLUMNS} FROM mlflow_metric m WHERE m.run_id = ANY(${[...ids]}::text[])
  ORDER BY m.run_id, m.key, m.step DESC, m.timestamp_ms DESC, m.value DESC`;

const byRun = <T extends { runId: string }>(rows: readonly T[]) => rowsBy(rows, ({ runId }) => runId);

/** With their params, tags and latest metrics: three queries, however many runs. */
export async function toRuns(prisma: PrismaDatabase, rows: readonly RunRow[]): Promise<MlflowRun[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const where = { runId: { in: ids } };
  const [params, tags, metrics] = await Promise.all([
    prisma.mlflowRunParam.findMany({ where, orderBy: { key: 'asc' } }).then(byRun),
    prisma.mlflowRunTag.findMany({ where, orderBy: { key: 'asc' } }).then(byRun),
    latestOf(prisma, ids).then(byRun),
  ]);
  return rows.map((row) => ({
    ...toRunInfo(row),
    params: toPairs(params(row.id)),
    tags: toPairs(tags(row.id)),
    metrics: metrics(row.id).map(toMetric),
    outputs: row.outputs as RunOutput[],
    inputs: row.inputs as RunInput[],
  }));
}
