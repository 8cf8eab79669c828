import { dirname } from 'node:path';
import type { InputTensor, OutputTensor, TensorModel } from '@plumbline/serving-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { GraphSession } from './graph-session';
import { ModelLoadError } from './onnx-adapter.errors';
import { tensorGraph } from './tensor-graph';

const OPTIONS: InferenceSession.SessionOptions = {
  // Two to nine times faster than the default for small models; parallelism comes from many processes.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Errors only: a warning would repeat for every run.
  logSeverityLevel: 3,
};

/** A path where external data lies beside the file under the names that the graph uses, or the file is large. */
export type ModelSource = Uint8Array | { readonly path: string };

const toTensor = ({ elementType, data, dims }: InputTensor): Tensor => {
  if (elementType === 'float') return new Tensor('float32', data as Float32Array, dims);
  if (elementType === 'double') return new Tensor('float64', data as Float64Array, dims);
  return new Tensor(elementType, data as never, dims);
};

/** One model in memory. `run` blocks the event loop although it returns a promise. */
export class OnnxSession implements GraphSession {
  private constructor(private readonly session: InferenceSession) {}

  /** @throws ModelLoadError when the runtime refuses the file */
  static async create(source: ModelSource): Promise<OnnxSession> {
    try {
      const session = 'path' in source ? InferenceSession.create(source.path, OPTIONS) : fromBytes(source);
      return new OnnxSession(await session);
    } catch (error) {
      throw new ModelLoadError(error, 'path' in source ? dirname(source.path) : undefined);
    }
  }

  get graph(): TensorModel {
    return tensorGraph(this.session);
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  async run(inputs: readonly InputTensor[], outputName: string): Promise<Record<string, OutputTensor>> {
    const feeds = Object.fromEntries(inputs.map((input) => [input.name, toTensor(input)]));
    const outputs = await this.session.run(feeds, [outputName]);
    return outputs as unknown as Record<string, OutputTensor>;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

const fromBytes = (bytes: Uint8Array): Promise<InferenceSession> => InferenceSession.create(bytes, OPTIONS);
