import { PlumblineError } from '@plumbline/problem';
import type { InputTensor, OutputTensor, Tensor, TensorModel } from '@plumbline/serving-core';
import { ModelLoadError } from '../onnx-adapter.errors';
import type { GraphSession } from '../graph-session';
import type { ModelSource } from '../onnx-session';
import type { LoadedGraph, ModelRequest, ModelResults } from './messages';
import type { ModelProcess } from './model-process';

const LOAD_LIMIT_MS = 60_000;
/** A long request may take this many times what its rows took at admission. */
const SPARE = 4;

let sessions = 0;

export interface ApartOptions {
  /** One row, as admission measured it. */
  readonly latencyMs?: number;
  /** For people, such as `bank@3`. */
  readonly name?: string;
}

/** A model in the model process; loaded there again after the process was replaced. */
export class ApartSession implements GraphSession {
  readonly graph: TensorModel;
  private generation: number;
  private reloading: Promise<unknown> | undefined;

  private constructor(
    private readonly process: ModelProcess,
    private readonly key: string,
    private readonly source: ModelSource,
    private readonly loaded: LoadedGraph,
    private readonly latencyMs: number,
  ) {
    this.generation = process.generation;
    const run = (inputs: readonly Tensor[], outputs: readonly string[]): Promise<Tensor[]> =>
      this.infer(inputs, outputs);
    this.graph = { inputs: loaded.inputs, outputs: loaded.outputs, run };
  }

  /** @throws ModelLoadError when the runtime refuses the file */
  static async create(
    process: ModelProcess,
    source: ModelSource,
    { latencyMs = 0, name = 'model' }: ApartOptions = {},
  ): Promise<ApartSession> {
    const key = `${name}#${++sessions}`;
    try {
      const loaded = await process.ask({ op: 'load', key, source }, LOAD_LIMIT_MS);
      return new ApartSession(process, key, source, loaded, latencyMs);
    } catch (error) {
      throw new ModelLoadError(error);
    }
  }

  get outputNames(): readonly string[] {
    return this.loaded.outputNames;
  }

  async run(inputs: readonly InputTensor[], outputName: string): Promise<Record<string, OutputTensor>> {
    return this.ask({ op: 'run', key: this.key, inputs, outputName }, this.limitMs(inputs[0]?.dims[0]));
  }

  async release(): Promise<void> {
    if (!this.isGone) await this.process.ask({ op: 'release', key: this.key }).catch(() => undefined);
  }

  private async infer(inputs: readonly Tensor[], outputs: readonly string[]): Promise<Tensor[]> {
    const request = { op: 'infer', key: this.key, inputs, outputs } as const;
    return [...(await this.ask(request, this.limitMs(inputs[0]?.shape[0])))];
  }

  /** The process may be replaced while a request waits for its turn: the new one is given the model, then asked again. */
  private async ask<R extends ModelRequest>(request: R, limitMs: number): Promise<ModelResults[R['op']]> {
    if (this.isGone) await this.reload();
    try {
      return await this.process.ask(request, limitMs);
    } catch (error) {
      if (!(error instanceof PlumblineError) || error.code !== 'model_not_in_process') throw error;
      await this.reload();
      return this.process.ask(request, limitMs);
    }
  }

  private get isGone(): boolean {
    return this.generation !== this.process.generation || this.process.pid === undefined;
  }

  private limitMs(rows = 1): number {
    return Math.max(this.process.runLimitMs, rows * this.latencyMs * SPARE);
  }

  private reload(): Promise<unknown> {
    const { key, source } = this;
    this.reloading ??= this.process
      .ask({ op: 'load', key, source }, LOAD_LIMIT_MS)
      .then(() => (this.generation = this.process.generation))
      .finally(() => (this.reloading = undefined));
    return this.reloading;
  }
}
