import { toKeyValues, type Pairs } from '../wire';

export interface Experiment {
  readonly id: string;
  readonly name: string;
  readonly tags: Pairs;
  readonly deleted: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What clients use that name no experiment. */
export const DEFAULT_EXPERIMENT = { id: '0', name: 'Default' } as const;

export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

const experimentLocation = (id: string): string => `mlflow-artifacts:/${id}`;

export const toWireExperiment = ({ id, name, tags, deleted, createdAt, updatedAt }: Experiment) => ({
  experiment_id: id,
  name,
  artifact_location: experimentLocation(id),
  lifecycle_stage: deleted ? 'deleted' : 'active',
  creation_time: createdAt.getTime(),
  last_update_time: updatedAt.getTime(),
  tags: toKeyValues(tags),
});
