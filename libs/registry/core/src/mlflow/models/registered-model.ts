import { toKeyValues, type Pairs } from '../wire';

export interface MlflowVersion {
  readonly model: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
  readonly description: string;
  readonly source: string;
  /** Where its files lie, below `mlflow-artifacts:/`. */
  readonly artifactRoot: string;
  readonly runId: string;
  readonly runLink: string;
  readonly modelId: string | null;
  readonly tags: Pairs;
  readonly aliases: readonly string[];
}

export interface MlflowModel {
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly tags: Pairs;
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
  /** The newest; MLflow has one for each stage, and there are no stages here. */
  readonly latest: MlflowVersion | null;
}

export const toWireVersion = (version: MlflowVersion) => ({
  name: version.model,
  version: String(version.version),
  creation_timestamp: version.createdAt.getTime(),
  last_updated_timestamp: version.updatedAt.getTime(),
  user_id: version.createdBy,
  current_stage: 'None',
  description: version.description,
  source: version.source,
  run_id: version.runId,
  status: 'READY',
  run_link: version.runLink,
  tags: toKeyValues(version.tags),
  aliases: version.aliases,
  ...(version.modelId === null ? {} : { model_id: version.modelId }),
});

export const toWireModel = (model: MlflowModel) => ({
  name: model.name,
  creation_timestamp: model.createdAt.getTime(),
  last_updated_timestamp: model.updatedAt.getTime(),
  description: model.description,
  latest_versions: model.latest ? [toWireVersion(model.latest)] : [],
  tags: toKeyValues(model.tags),
  aliases: model.aliases.map(({ alias, version }) => ({ alias, version: String(version) })),
});
