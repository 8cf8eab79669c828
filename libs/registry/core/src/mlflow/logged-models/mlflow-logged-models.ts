import type { MlflowExperiments } from '../experiments/mlflow-experiments';
import { MlflowMissingError } from '../mlflow.errors';
import { parseFilter } from '../search/filter';
import { LOGGED_MODEL_GRAMMAR } from '../search/grammars';
import { parseOrderBy } from '../search/order-by';
import { readPageToken, type SearchPage } from '../search/search-page';
import { toPairs, type KeyValue } from '../wire';
import type { LoggedModel, LoggedModelStatus } from './logged-model';
import type { LoggedModelStore } from './logged-model-store.port';

export interface CreateLoggedModel {
  readonly experimentId: string;
  readonly name?: string;
  readonly modelType?: string;
  readonly sourceRunId?: string;
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  readonly filter?: string;
  readonly orderBy: readonly { readonly fieldName: string; readonly ascending: boolean }[];
  readonly limit: number;
  readonly pageToken?: string;
}

export interface MlflowLoggedModelsParts {
  readonly store: LoggedModelStore;
  readonly experiments: MlflowExperiments;
  /** 32 hex digits. */
  readonly newId: () => string;
}

/** MLflow 3: a model has a place of its own, beside the run that made it. */
export class MlflowLoggedModels {
  constructor(private readonly parts: MlflowLoggedModelsParts) {}

  async create(command: CreateLoggedModel): Promise<LoggedModel> {
    await this.parts.experiments.active(command.experimentId);
    const id = `m-${this.parts.newId()}`;
    await this.parts.store.create({
      id,
      experimentId: command.experimentId,
      name: command.name || `model-${id.slice(2, 10)}`,
      modelType: command.modelType ?? '',
      sourceRunId: command.sourceRunId || null,
      status: 'LOGGED_MODEL_PENDING',
      params: toPairs(command.params),
      tags: toPairs(command.tags),
    });
    return this.get(id);
  }

  async get(id: string, allowDeleted = false): Promise<LoggedModel> {
    const model = await this.parts.store.find(id);
    if (!model || (model.deleted && !allowDeleted))
      throw new MlflowMissingError(`Logged model with ID '${id}' not found.`);
    return model;
  }

  async finalize(id: string, status: LoggedModelStatus): Promise<LoggedModel> {
    await this.get(id);
    await this.parts.store.setStatus(id, status);
    return this.get(id);
  }

  async addParams(id: string, params: readonly KeyValue[]): Promise<void> {
    await this.get(id);
    await this.parts.store.mergeParams(id, toPairs(params));
  }

  async setTags(id: string, tags: readonly KeyValue[]): Promise<LoggedModel> {
    await this.get(id);
    await this.parts.store.mergeTags(id, toPairs(tags));
    return this.get(id);
  }

  async deleteTag(id: string, key: string): Promise<void> {
    const { tags } = await this.get(id);
    if (!Object.hasOwn(tags, key))
      throw new MlflowMissingError(`No tag with key '${key}' on the logged model '${id}'.`);
    await this.parts.store.deleteTag(id, key);
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.parts.store.setDeleted(id);
  }

  search({ experimentIds, filter, orderBy, limit, pageToken }: LoggedModelSearch): Promise<SearchPage<LoggedModel>> {
    const clauses = orderBy.map(({ fieldName, ascending }) => `${fieldName} ${ascending ? 'ASC' : 'DESC'}`);
    return this.parts.store.search({
      conditions: parseFilter(filter, LOGGED_MODEL_GRAMMAR),
      orders: parseOrderBy(clauses, LOGGED_MODEL_GRAMMAR),
      offset: readPageToken(pageToken),
      experimentIds,
      limit,
    });
  }
}
