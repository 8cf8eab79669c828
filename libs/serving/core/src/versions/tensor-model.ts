import type { Datatype, Tensor } from '../open-inference/datatype';

export interface TensorInfo {
  readonly name: string;
  readonly datatype: Datatype;
  /** -1 where the size is free. */
  readonly shape: readonly number[];
}

/** The graph as it is, for callers that speak tensors rather than features. */
export interface TensorModel {
  readonly inputs: readonly TensorInfo[];
  /** What is no tensor, or of a type that the protocol does not have, is left out. */
  readonly outputs: readonly TensorInfo[];
  /** One answer for each of `outputs`, in their order. */
  run(inputs: readonly Tensor[], outputs: readonly string[]): Promise<Tensor[]>;
}
