import { toWireMetric, type Metric } from '../runs/run';
import { toKeyValues, type Pairs } from '../wire';

export const LOGGED_MODEL_STATUSES = [
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
] as const;
export type LoggedModelStatus = (typeof LOGGED_MODEL_STATUSES)[number];

export interface LoggedModel {
  /** `m-` and 32 hex digits. */
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly modelType: string;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly params: Pairs;
  readonly tags: Pairs;
  readonly deleted: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The latest value of each. */
  readonly metrics: readonly (Metric & { readonly runId: string })[];
}

export const loggedModelRoot = ({ experimentId, id }: Pick<LoggedModel, 'experimentId' | 'id'>): string =>
  `${experimentId}/models/${id}/artifacts`;

export const toWireLoggedModel = (model: LoggedModel) => ({
  info: {
    model_id: model.id,
    experiment_id: model.experimentId,
    name: model.name,
    creation_timestamp_ms: model.createdAt.getTime(),
    last_updated_timestamp_ms: model.updatedAt.getTime(),
    artifact_uri: `mlflow-artifacts:/${loggedModelRoot(model)}`,
    status: model.status,
    model_type: model.modelType,
    ...(model.sourceRunId === null ? {} : { source_run_id: model.sourceRunId }),
    tags: toKeyValues(model.tags),
    registrations: [],
  },
  data: {
    params: toKeyValues(model.params),
    metrics: model.metrics.map((metric) => ({ ...toWireMetric(metric), run_id: metric.runId })),
  },
});
