import { toKeyValues, toWireDouble, type Pairs } from '../wire';

export const RUN_STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface Metric {
  readonly key: string;
  /** May be NaN or infinite: that is what a diverging training logs. */
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number;
  readonly modelId?: string;
  readonly datasetName?: string;
  readonly datasetDigest?: string;
}

export interface RunOutput {
  readonly model_id: string;
  readonly step: number;
}

/** As `log_input` sends it; kept as sent. */
export interface RunInput {
  readonly dataset: { readonly name: string; readonly digest: string; readonly [key: string]: unknown };
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

export interface RunInfo {
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly userId: string;
  readonly startTimeMs: number;
  readonly endTimeMs: number | null;
  readonly deleted: boolean;
}

export interface Run extends RunInfo {
  readonly params: Pairs;
  readonly tags: Pairs;
  /** The latest value of each. */
  readonly metrics: readonly Metric[];
  readonly outputs: readonly RunOutput[];
  readonly inputs: readonly RunInput[];
}

export const runArtifactRoot = ({ experimentId, id }: Pick<RunInfo, 'experimentId' | 'id'>): string =>
  `${experimentId}/${id}/artifacts`;

export const toWireMetric = ({ key, value, timestampMs, step, modelId, datasetName, datasetDigest }: Metric) => ({
  key,
  value: toWireDouble(value),
  timestamp: timestampMs,
  step,
  ...(modelId === undefined ? {} : { model_id: modelId }),
  ...(datasetName === undefined ? {} : { dataset_name: datasetName }),
  ...(datasetDigest === undefined ? {} : { dataset_digest: datasetDigest }),
});

export const toWireRunInfo = (run: RunInfo) => ({
  run_id: run.id,
  run_uuid: run.id,
  run_name: run.name,
  experiment_id: run.experimentId,
  user_id: run.userId,
  status: run.status,
  start_time: run.startTimeMs,
  ...(run.endTimeMs === null ? {} : { end_time: run.endTimeMs }),
  artifact_uri: `mlflow-artifacts:/${runArtifactRoot(run)}`,
  lifecycle_stage: run.deleted ? 'deleted' : 'active',
});

export const toWireRun = (run: Run) => ({
  info: toWireRunInfo(run),
  data: {
    metrics: run.metrics.map(toWireMetric),
    params: toKeyValues(run.params),
    tags: toKeyValues(run.tags),
  },
  inputs: { dataset_inputs: run.inputs.map(({ dataset, tags }) => ({ dataset, tags })) },
  outputs: { model_outputs: run.outputs },
});
