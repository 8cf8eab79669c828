import type { InputTensor, OutputTensor, Tensor, TensorInfo } from '@plumbline/serving-core';
import type { ModelSource } from '../onnx-session';

/** To the model process. Both ends are ours and of one build: nothing is parsed, typed arrays go as they are. */
export type ModelRequest =
  | { readonly op: 'load'; readonly key: string; readonly source: ModelSource }
  | { readonly op: 'run'; readonly key: string; readonly inputs: readonly InputTensor[]; readonly outputName: string }
  | {
      readonly op: 'infer';
      readonly key: string;
      readonly inputs: readonly Tensor[];
      readonly outputs: readonly string[];
    }
  | { readonly op: 'release'; readonly key: string };

export interface LoadedGraph {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly outputNames: readonly string[];
}

export interface ModelResults {
  readonly load: LoadedGraph;
  readonly run: Record<string, OutputTensor>;
  readonly infer: readonly Tensor[];
  readonly release: null;
}

export type ModelAnswer =
  | { readonly ok: true; readonly value: ModelResults[keyof ModelResults] }
  | { readonly ok: false; readonly code: string; readonly message: string };
