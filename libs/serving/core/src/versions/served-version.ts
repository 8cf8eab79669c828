import type { Signature } from '@plumbline/registry-core';
import { MicroBatcher } from '../batching/micro-batcher';
import type { Tensor } from '../open-inference/datatype';
import { compileOutput, type OutputReader } from '../output/compile-output';
import type { OutputTensor } from '../output/output-tensor';
import { featureValues } from '../encoding/encode-value';
import { rowAnswers, type RowAnswer } from '../output/row-answer';
import type { FeatureRow, Instance, Scalar } from '../scalar';
import { compileInstanceValidator, type InstanceValidator } from '../validation/instance-validator';
import type { TensorModel } from './tensor-model';
import type { LoadedModel } from './version-loader.port';

const toOutput = (dims: readonly number[], data: Tensor['values'], datatype: Tensor['datatype']): OutputTensor => ({
  dims,
  data,
  ...(datatype === 'FP16' && { type: 'float16' }),
});

const MAX_ROWS_NOW = 64;

/** Everything a request needs of one version, compiled once. */
export class ServedVersion {
  readonly signature: Signature;
  readonly validate: InstanceValidator;
  private readonly batcher: MicroBatcher<FeatureRow, RowAnswer>;
  private readonly readOutput: OutputReader;
  private inferring = 0;

  constructor(
    readonly model: string,
    readonly version: number,
    private readonly loaded: LoadedModel,
  ) {
    this.signature = loaded.signature;
    this.validate = compileInstanceValidator(loaded.signature);
    this.readOutput = compileOutput(loaded.signature);
    this.batcher = new MicroBatcher(async (rows) => rowAnswers(await loaded.score(rows)));
  }

  features(instance: Instance): Scalar[] {
    return featureValues(this.signature, instance);
  }

  /** Few rows of a model that needs no runtime are answered here and now: there is nothing to gain from a batch. */
  async score(rows: readonly FeatureRow[]): Promise<ArrayLike<RowAnswer>> {
    const { scoreNow } = this.loaded;
    return scoreNow && rows.length <= MAX_ROWS_NOW ? rowAnswers(scoreNow(rows)) : this.batcher.submit(rows);
  }

  get graph(): Pick<TensorModel, 'inputs' | 'outputs'> {
    return this.loaded.graph;
  }

  async infer(inputs: readonly Tensor[], outputs: readonly string[]): Promise<Tensor[]> {
    this.inferring++;
    try {
      return await this.loaded.graph.run(inputs, outputs);
    } finally {
      this.inferring--;
    }
  }

  /** One answer a row, read from the tensors that `infer` gave. */
  answersOf(outputs: readonly Tensor[], rows: number): ArrayLike<RowAnswer> {
    const byName = outputs.map(
      ({ name, shape, values, datatype }) => [name, toOutput(shape, values, datatype)] as const,
    );
    return rowAnswers(this.readOutput(Object.fromEntries(byName), rows));
  }

  get isIdle(): boolean {
    return this.batcher.isIdle && this.inferring === 0;
  }

  release(): Promise<void> {
    return this.loaded.release();
  }
}
