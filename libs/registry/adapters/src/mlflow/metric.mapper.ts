import { Prisma } from '@plumbline/platform';
import type { MlflowMetric } from '@plumbline/registry-core';

/** `value` as text: JSON, in which rows travel, knows neither NaN nor infinity. */
export interface MetricRow {
  readonly runId: string;
  readonly key: string;
  readonly value: string;
  readonly timestampMs: number;
  readonly step: number;
  readonly modelId: string | null;
  readonly datasetName: string | null;
  readonly datasetDigest: string | null;
}

export const METRIC_COLUMNS = Prisma.sql`run_id AS "runId", key, value::text AS value, timestamp_ms::float8 AS "timestampMs",
  step::float8 AS step, model_id AS "modelId", dataset_name AS "datasetName", dataset_digest AS "datasetDigest"`;

export function toMetric(row: MetricRow): MlflowMetric & { readonly runId: string } {
  const { runId, key, value, timestampMs, step, modelId, datasetName, datasetDigest } = row;
  return {
    ...{ runId, key, timestampMs, step, value: Number(value) },
    ...(modelId === null ? {} : { modelId }),
    ...(datasetName === null ? {} : { datasetName }),
    ...(datasetDigest === null ? {} : { datasetDigest }),
  };
}
