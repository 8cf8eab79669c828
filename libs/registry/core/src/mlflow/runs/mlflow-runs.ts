import type { ViewType } from '../experiments/experiment';
import type { MlflowExperiments } from '../experiments/mlflow-experiments';
import { MlflowInvalidError, MlflowMissingError } from '../mlflow.errors';
import { parseFilter } from '../search/filter';
import { RUN_GRAMMAR } from '../search/grammars';
import { parseOrderBy } from '../search/order-by';
import { readPageToken, type SearchPage } from '../search/search-page';
import type { KeyValue } from '../wire';
import type { Metric, Run, RunInfo, RunInput, RunOutput, RunStatus } from './run';
import type { RunBatch, RunStore } from './run-store.port';

export interface NewRun {
  readonly experimentId: string;
  readonly name?: string;
  readonly userId?: string;
  readonly startTimeMs?: number;
  readonly tags: readonly KeyValue[];
}

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly view: ViewType;
  readonly orderBy: readonly string[];
  readonly limit: number;
  readonly pageToken?: string;
}

export interface RunChanges {
  readonly status?: RunStatus;
  readonly endTimeMs?: number;
  readonly name?: string;
}

/** MLflow keeps the name as a tag too, and its clients read it there. */
const NAME_TAG = 'mlflow.runName';
const MODELS_TAG = 'mlflow.log-model.history';

export interface MlflowRunsParts {
  readonly store: RunStore;
  readonly experiments: MlflowExperiments;
  /** 32 hex digits. */
  readonly newId: () => string;
  readonly now: () => Date;
}

export class MlflowRuns {
  constructor(private readonly parts: MlflowRunsParts) {}

  async create({ experimentId, name, userId = '', startTimeMs, tags }: NewRun): Promise<Run> {
    const { store, experiments, newId, now } = this.parts;
    await experiments.active(experimentId);
    const id = newId();
    const tagged = tags.find(({ key }) => key === NAME_TAG)?.value;
    const named = name || tagged || `run-${id.slice(0, 8)}`;
    const info: RunInfo = {
      ...{ id, experimentId, userId, name: named, status: 'RUNNING', deleted: false },
      startTimeMs: startTimeMs ?? now().getTime(),
      endTimeMs: null,
    };
    await store.create(info, [...tags.filter(({ key }) => key !== NAME_TAG), { key: NAME_TAG, value: named }]);
    return this.get(id);
  }

  async get(id: string): Promise<Run> {
    return found(await this.parts.store.find(id), id);
  }

  /** @throws MlflowInvalidError for a deleted run: nothing is logged into it */
  async active(id: string): Promise<RunInfo> {
    const info = found(await this.parts.store.findInfo(id), id);
    if (!info.deleted) return info;
    throw new MlflowInvalidError(`The run ${id} must be in the 'active' state. Current state is deleted.`);
  }

  async update(id: string, { name, ...changes }: RunChanges): Promise<RunInfo> {
    await this.active(id);
    await this.parts.store.update(id, { ...changes, ...(name ? { name } : {}) });
    if (name) await this.parts.store.log(id, { metrics: [], params: [], tags: [{ key: NAME_TAG, value: name }] });
    return this.active(id);
  }

  async setDeleted(id: string, deleted: boolean): Promise<void> {
    found(await this.parts.store.findInfo(id), id);
    await this.parts.store.update(id, { deleted });
  }

  /** @throws MlflowInvalidError when a param is there with another value, and then nothing is written */
  async log(id: string, batch: Partial<RunBatch>): Promise<void> {
    const { metrics = [], params = [], tags = [] } = batch;
    const run = await this.active(id);
    const changed = await this.parts.store.log(id, { metrics, params, tags });
    if (changed)
      throw new MlflowInvalidError(
        `Changing param values is not allowed. Param with key='${changed.key}' was already logged with value='${changed.present}' for run ID='${id}'.`,
      );
    const name = tags.findLast(({ key }) => key === NAME_TAG)?.value;
    if (name && name !== run.name) await this.parts.store.update(id, { name });
  }

  /** MLflow 2 keeps what it logged as a list in a tag. @throws MlflowInvalidError */
  async logModel(id: string, modelJson: string): Promise<void> {
    const { tags } = await this.get(id);
    const before = tags[MODELS_TAG];
    let models: unknown[];
    try {
      models = [...(before === undefined ? [] : (JSON.parse(before) as unknown[])), JSON.parse(modelJson)];
    } catch (error) {
      throw new MlflowInvalidError('Malformed model info: model_json is no JSON.', error);
    }
    await this.log(id, { tags: [{ key: MODELS_TAG, value: JSON.stringify(models) }] });
  }

  async deleteTag(id: string, key: string): Promise<void> {
    await this.active(id);
    if (!(await this.parts.store.deleteTag(id, key)))
      throw new MlflowMissingError(`No tag with name: ${key} in run with id ${id}`);
  }

  async addOutputs(id: string, outputs: readonly RunOutput[]): Promise<void> {
    await this.active(id);
    await this.parts.store.addOutputs(id, outputs);
  }

  async addInputs(id: string, inputs: readonly RunInput[]): Promise<void> {
    await this.active(id);
    await this.parts.store.addInputs(id, inputs);
  }

  async history(id: string, key: string, limit: number, pageToken?: string): Promise<SearchPage<Metric>> {
    found(await this.parts.store.findInfo(id), id);
    return this.parts.store.history(id, key, { limit, offset: readPageToken(pageToken) });
  }

  search({ experimentIds, filter, view, orderBy, limit, pageToken }: RunSearch): Promise<SearchPage<Run>> {
    const query = {
      conditions: parseFilter(filter, RUN_GRAMMAR),
      orders: parseOrderBy(orderBy, RUN_GRAMMAR),
      offset: readPageToken(pageToken),
      limit,
    };
    return this.parts.store.search({ ...query, experimentIds }, view);
  }
}

function found<T>(run: T | null, id: string): T {
  if (run === null) throw new MlflowMissingError(`Run with id=${id} not found`);
  return run;
}
