import type { Signature } from '@plumbline/registry-core';
import type { LabelledRow } from '../snapshot/data-snapshot';

export interface TrainingRequest {
  readonly signature: Signature;
  readonly rows: readonly LabelledRow[];
  readonly weights: Float64Array;
  readonly trainer: 'boosting' | 'logistic';
  readonly parameters: Readonly<Record<string, number>>;
}

export interface TrainedModel {
  readonly onnx: Uint8Array;
  /** The champion's features with the inputs and the output of this graph. */
  readonly signature: Signature;
  /** The trainer's own answer to the first rows (at most 200): the artifact must agree in the real runtime. */
  readonly parityScores: Float64Array;
  readonly description: Readonly<Record<string, unknown>>;
}

/** A trainer is a program with a contract: rows and parameters in, an ONNX model out. */
export interface Trainer {
  train(
    request: TrainingRequest,
    hooks: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
  ): Promise<TrainedModel>;
}

/** Scores rows with a stored artifact in the real runtime, not by the trainer's word. */
export interface ArtifactScorer {
  score(
    signature: Signature,
    artifact: Uint8Array,
    rows: readonly (readonly LabelledRow['features'][number][])[],
  ): Promise<Float64Array>;
}
