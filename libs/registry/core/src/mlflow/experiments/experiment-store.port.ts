import type { SearchPage, SearchQuery } from '../search/search-page';
import type { Pairs } from '../wire';
import type { Experiment, ViewType } from './experiment';

export interface ExperimentStore {
  /** @returns the new id; null when the name is taken */
  create(name: string, tags: Pairs): Promise<string | null>;
  ensureDefault(): Promise<void>;
  find(id: string): Promise<Experiment | null>;
  findByName(name: string): Promise<Experiment | null>;
  search(query: SearchQuery, view: ViewType): Promise<SearchPage<Experiment>>;
  /** A value of null takes the tag away. */
  setTag(id: string, key: string, value: string | null): Promise<void>;
  /** @returns false when the name is taken */
  rename(id: string, name: string): Promise<boolean>;
  setDeleted(id: string, deleted: boolean): Promise<void>;
}
