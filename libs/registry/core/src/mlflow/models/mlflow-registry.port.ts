import type { RegistryTransaction } from '../../store/registry-unit-of-work.port';
import type { IndexedFile } from '../artifacts/folder-entries';
import type { SearchPage, SearchQuery } from '../search/search-page';
import type { Pairs } from '../wire';
import type { MlflowModel, MlflowVersion } from './registered-model';

/** What MLflow's users read of models and versions, however those came to be. */
export interface MlflowRegistryReads {
  model(name: string): Promise<MlflowModel | null>;
  version(name: string, version: number): Promise<MlflowVersion | null>;
  byAlias(name: string, alias: string): Promise<MlflowVersion | null>;
  searchModels(query: SearchQuery): Promise<SearchPage<MlflowModel>>;
  searchVersions(query: SearchQuery): Promise<SearchPage<MlflowVersion>>;
}

export type NewMlflowVersion = Pick<
  MlflowVersion,
  'model' | 'version' | 'description' | 'source' | 'artifactRoot' | 'runId' | 'runLink' | 'modelId' | 'tags'
>;

export interface MlflowRegistryStore {
  insertModel(name: string, tags: Pairs): Promise<void>;
  /** @returns false when it has, or had, a version */
  deleteModel(name: string): Promise<boolean>;
  setDescription(name: string, description: string): Promise<void>;
  /** A value of null takes the tag away. */
  setModelTag(name: string, key: string, value: string | null): Promise<void>;
  insertVersion(version: NewMlflowVersion): Promise<void>;
  /** For a version that came another way the row is made. */
  setVersionTag(name: string, version: number, key: string, value: string | null): Promise<void>;
  setVersionDescription(name: string, version: number, description: string): Promise<void>;
  /** Keeps uploads out of a folder until the transaction ends. @returns what lies in it */
  lockArtifacts(folder: string): Promise<IndexedFile[]>;
}

/** The registry's own transaction, with what MLflow keeps beside it. */
export interface MlflowUnitOfWork {
  run<T>(work: (tx: RegistryTransaction & { readonly mlflow: MlflowRegistryStore }) => Promise<T>): Promise<T>;
}
