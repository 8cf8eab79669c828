import type { SearchPage, SearchQuery } from '../search/search-page';
import type { Pairs } from '../wire';
import type { LoggedModel, LoggedModelStatus } from './logged-model';

export type NewLoggedModel = Omit<LoggedModel, 'createdAt' | 'updatedAt' | 'metrics' | 'deleted'>;

export interface LoggedModelStore {
  create(model: NewLoggedModel): Promise<void>;
  find(id: string): Promise<LoggedModel | null>;
  setStatus(id: string, status: LoggedModelStatus): Promise<void>;
  setDeleted(id: string): Promise<void>;
  mergeParams(id: string, params: Pairs): Promise<void>;
  mergeTags(id: string, tags: Pairs): Promise<void>;
  deleteTag(id: string, key: string): Promise<void>;
  search(query: SearchQuery & { readonly experimentIds: readonly string[] }): Promise<SearchPage<LoggedModel>>;
  /** Newest first. */
  ofRun(runId: string, name: string): Promise<LoggedModel[]>;
}
