import { MlflowExistsError, MlflowInvalidError, MlflowMissingError } from '../mlflow.errors';
import { parseFilter } from '../search/filter';
import { EXPERIMENT_GRAMMAR } from '../search/grammars';
import { parseOrderBy } from '../search/order-by';
import { readPageToken, type SearchPage } from '../search/search-page';
import type { Pairs } from '../wire';
import { DEFAULT_EXPERIMENT, type Experiment, type ViewType } from './experiment';
import type { ExperimentStore } from './experiment-store.port';

export interface ExperimentSearch {
  readonly filter?: string;
  readonly view: ViewType;
  readonly orderBy: readonly string[];
  readonly limit: number;
  readonly pageToken?: string;
}

export class MlflowExperiments {
  constructor(private readonly store: ExperimentStore) {}

  async create(command: { name: string; artifactLocation?: string; tags: Pairs }): Promise<string> {
    if (command.artifactLocation)
      throw new MlflowInvalidError(
        'artifact_location can not be chosen here: the server keeps artifacts in its own store. Leave it out.',
      );
    const id = await this.store.create(command.name, command.tags);
    if (id === null) throw new MlflowExistsError(`Experiment '${command.name}' already exists.`);
    return id;
  }

  async get(id: string): Promise<Experiment> {
    if (id === DEFAULT_EXPERIMENT.id) await this.store.ensureDefault();
    const found = /^\d{1,18}$/.test(id) ? await this.store.find(id) : null;
    if (!found) throw new MlflowMissingError(`No Experiment with id=${id} exists.`);
    return found;
  }

  async getByName(name: string): Promise<Experiment> {
    if (name === DEFAULT_EXPERIMENT.name) await this.store.ensureDefault();
    const found = await this.store.findByName(name);
    if (!found) throw new MlflowMissingError(`Could not find experiment with name '${name}'.`);
    return found;
  }

  search({ filter, view, orderBy, limit, pageToken }: ExperimentSearch): Promise<SearchPage<Experiment>> {
    const query = {
      conditions: parseFilter(filter, EXPERIMENT_GRAMMAR),
      orders: parseOrderBy(orderBy, EXPERIMENT_GRAMMAR),
      offset: readPageToken(pageToken),
      limit,
    };
    return this.store.search(query, view);
  }

  /** @throws MlflowInvalidError for a deleted experiment: nothing is logged into it */
  async active(id: string): Promise<Experiment> {
    const found = await this.get(id);
    if (found.deleted)
      throw new MlflowInvalidError(`The experiment ${id} must be in the 'active' state. Current state is deleted.`);
    return found;
  }

  async setTag(id: string, key: string, value: string | null): Promise<void> {
    await this.active(id);
    await this.store.setTag(id, key, value);
  }

  async rename(id: string, name: string): Promise<void> {
    await this.active(id);
    if (!(await this.store.rename(id, name))) throw new MlflowExistsError(`Experiment '${name}' already exists.`);
  }

  async setDeleted(id: string, deleted: boolean): Promise<void> {
    await this.get(id);
    if (deleted && id === DEFAULT_EXPERIMENT.id)
      throw new MlflowInvalidError('The default experiment can not be deleted.');
    await this.store.setDeleted(id, deleted);
  }
}
