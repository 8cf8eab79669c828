import type { ViewType } from '../experiments/experiment';
import type { SearchPage, SearchQuery } from '../search/search-page';
import type { KeyValue } from '../wire';
import type { Metric, Run, RunInfo, RunInput, RunOutput } from './run';

export interface RunBatch {
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

export interface RunStore {
  create(run: RunInfo, tags: readonly KeyValue[]): Promise<void>;
  find(id: string): Promise<Run | null>;
  /** Only its own row: cheap. */
  findInfo(id: string): Promise<RunInfo | null>;
  update(id: string, changes: Partial<Pick<RunInfo, 'name' | 'status' | 'endTimeMs' | 'deleted'>>): Promise<void>;
  search(query: SearchQuery & { readonly experimentIds: readonly string[] }, view: ViewType): Promise<SearchPage<Run>>;
  /**
   * All of it or nothing. A metric that is there already, in every field, is not written twice: clients repeat requests.
   * @returns the first param that stands there with another value, and then nothing was written
   */
  log(id: string, batch: RunBatch): Promise<{ key: string; present: string } | null>;
  /** @returns false when the run has no such tag */
  deleteTag(id: string, key: string): Promise<boolean>;
  addOutputs(id: string, outputs: readonly RunOutput[]): Promise<void>;
  addInputs(id: string, inputs: readonly RunInput[]): Promise<void>;
  /** In the order in which they were logged. */
  history(id: string, key: string, page: Pick<SearchQuery, 'limit' | 'offset'>): Promise<SearchPage<Metric>>;
}
