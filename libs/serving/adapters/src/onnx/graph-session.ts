import type { InputTensor, OutputTensor, TensorModel } from '@plumbline/serving-core';

/** One model in the runtime, here or in the model process. */
export interface GraphSession {
  /** For callers that bring and take tensors as they are. */
  readonly graph: TensorModel;
  readonly outputNames: readonly string[];
  /** Only `outputName` is computed: other outputs may be maps, which the runtime cannot hand over. */
  run(inputs: readonly InputTensor[], outputName: string): Promise<Record<string, OutputTensor>>;
  release(): Promise<void>;
}
