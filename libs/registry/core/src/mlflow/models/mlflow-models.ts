import { checkModelName } from '../../versions/model-name';
import { MlflowExistsError, MlflowInvalidError, MlflowMissingError } from '../mlflow.errors';
import { parseFilter } from '../search/filter';
import { MODEL_VERSION_GRAMMAR, REGISTERED_MODEL_GRAMMAR } from '../search/grammars';
import { parseOrderBy } from '../search/order-by';
import { readPageToken, type SearchPage } from '../search/search-page';
import type { Pairs } from '../wire';
import type { MlflowRegistryReads, MlflowUnitOfWork } from './mlflow-registry.port';
import type { MlflowModel, MlflowVersion } from './registered-model';

export interface MlflowSearch {
  readonly filter?: string;
  readonly orderBy: readonly string[];
  readonly limit: number;
  readonly pageToken?: string;
}

const missing = (name: string) => new MlflowMissingError(`Registered Model with name=${name} not found`);
const missingVersion = (name: string, version: string | number) =>
  new MlflowMissingError(`Model Version (name=${name}, version=${version}) not found`);

/** MLflow sends numbers of versions as text. @throws MlflowInvalidError */
export function readVersionNumber(version: string): number {
  if (/^[1-9]\d{0,8}$/.test(version)) return Number(version);
  throw new MlflowInvalidError(`Parameter 'version' must be an integer, got '${version}'.`);
}

/** Registered models and their versions, as MLflow knows them. */
export class MlflowModels {
  constructor(
    private readonly reads: MlflowRegistryReads,
    private readonly unitOfWork: MlflowUnitOfWork,
  ) {}

  async create(command: { name: string; description: string; tags: Pairs; actor: string }): Promise<MlflowModel> {
    const { name, description, tags, actor } = command;
    checkModelName(name);
    await this.unitOfWork.run(async ({ models, mlflow, audit }) => {
      if (await models.lock(name)) throw new MlflowExistsError(`Registered Model (name=${name}) already exists.`);
      await models.lockOrCreate({ name, description, owner: '', simulated: false });
      await mlflow.insertModel(name, tags);
      const reason = 'created through MLflow';
      const resource = { resourceType: 'model', resourceId: name } as const;
      await audit.record({ actor, action: 'model.created', ...resource, reason, detail: { model: name } });
    });
    return this.get(name);
  }

  async get(name: string): Promise<MlflowModel> {
    const model = await this.reads.model(name);
    if (!model) throw missing(name);
    return model;
  }

  async getVersion(name: string, version: string): Promise<MlflowVersion> {
    const found = await this.reads.version(name, readVersionNumber(version));
    if (!found) throw missingVersion(name, version);
    return found;
  }

  async byAlias(name: string, alias: string): Promise<MlflowVersion> {
    const found = await this.reads.byAlias(name, alias);
    if (found) return found;
    await this.get(name);
    throw new MlflowMissingError(`Registered model alias ${alias} not found.`);
  }

  search(search: MlflowSearch): Promise<SearchPage<MlflowModel>> {
    return this.reads.searchModels(queryOf(search, REGISTERED_MODEL_GRAMMAR));
  }

  searchVersions(search: MlflowSearch): Promise<SearchPage<MlflowVersion>> {
    return this.reads.searchVersions(queryOf(search, MODEL_VERSION_GRAMMAR));
  }

  async describe(name: string, description: string): Promise<MlflowModel> {
    await this.get(name);
    await this.unitOfWork.run(({ mlflow }) => mlflow.setDescription(name, description));
    return this.get(name);
  }

  /** What a version answered must stay explainable: only a model that never had one goes. */
  async delete(name: string, actor: string): Promise<void> {
    await this.get(name);
    await this.unitOfWork.run(async ({ models, mlflow, audit }) => {
      await models.lock(name);
      if (!(await mlflow.deleteModel(name)))
        throw new MlflowInvalidError(
          `Model ${name} has or had versions, and its history stays: archive the versions instead (POST /api/v1/models/${name}/versions/<version>/archive).`,
        );
      await audit.record({ actor, action: 'model.deleted', resourceType: 'model', resourceId: name });
    });
  }

  async setTag(name: string, key: string, value: string | null): Promise<void> {
    await this.get(name);
    await this.unitOfWork.run(({ mlflow }) => mlflow.setModelTag(name, key, value));
  }

  async describeVersion(name: string, version: string, description: string): Promise<MlflowVersion> {
    const found = await this.getVersion(name, version);
    await this.unitOfWork.run(({ mlflow }) => mlflow.setVersionDescription(name, found.version, description));
    return this.getVersion(name, version);
  }

  async setVersionTag(name: string, version: string, key: string, value: string | null): Promise<void> {
    const found = await this.getVersion(name, version);
    await this.unitOfWork.run(({ mlflow }) => mlflow.setVersionTag(name, found.version, key, value));
  }
}

function queryOf({ filter, orderBy, limit, pageToken }: MlflowSearch, grammar: typeof MODEL_VERSION_GRAMMAR) {
  return {
    conditions: parseFilter(filter, grammar),
    orders: parseOrderBy(orderBy, grammar),
    offset: readPageToken(pageToken),
    limit,
  };
}
