import type { Signature } from '@plumbline/registry-core';
import type { Defer } from '../batching/micro-batcher';
import type { BatchScores } from '../output/batch-scores';
import type { FeatureRow } from '../scalar';
import type { TensorModel } from './tensor-model';

/** A version whose model is in memory and has answered once. */
export interface LoadedModel {
  readonly signature: Signature;
  /** Rows are validated and in feature order. */
  score(rows: readonly FeatureRow[]): Promise<BatchScores>;
  /** The same answers at once, where the model can give them without the runtime. */
  readonly scoreNow?: (rows: readonly FeatureRow[]) => BatchScores;
  readonly graph: TensorModel;
  /** Calls the function when a run would begin at once: given where runs wait for a process that several models share. */
  readonly whenFree?: Defer;
  /** Rows of one run at most; default 64. */
  readonly maxBatchRows?: number;
  release(): Promise<void>;
}

export interface VersionLoader {
  /** Rejects with `version_not_found`, or with whatever kept the model from loading. */
  load(model: string, version: number): Promise<LoadedModel>;
}
