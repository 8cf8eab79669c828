import type { FieldProblem } from '@plumbline/problem';
import type { Signature } from '@plumbline/registry-core';
import { MicroBatcher } from '../batching/micro-batcher';
import { DEFAULT_LIMITS, type QueueLimits } from '../batching/queue-limits';
import { RunQueue } from '../batching/run-queue';
import type { Tensor } from '../open-inference/datatype';
import type { BatchScores } from '../output/batch-scores';
import { compileOutput, type OutputReader } from '../output/compile-output';
import type { OutputTensor } from '../output/output-tensor';
import { featureValues } from '../encoding/encode-value';
import { rowAnswers, type RowAnswer } from '../output/row-answer';
import type { FeatureRow, Instance, Scalar } from '../scalar';
import type { UnknownFields } from '../validation/instance-schema';
import { compileInstanceValidator, type InstanceValidator } from '../validation/instance-validator';
import { RunHealth, type Unhealthy } from './run-health';
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
  private readonly validator: InstanceValidator;
  private lenientValidator: InstanceValidator | undefined;
  private readonly batcher: MicroBatcher<FeatureRow, RowAnswer>;
  private readonly tensorRuns: RunQueue;
  private readonly health: RunHealth;
  private readonly readOutput: OutputReader;

  constructor(
    readonly model: string,
    readonly version: number,
    private readonly loaded: LoadedModel,
    limits: QueueLimits = DEFAULT_LIMITS,
  ) {
    this.signature = loaded.signature;
    this.validator = compileInstanceValidator(loaded.signature);
    this.readOutput = compileOutput(loaded.signature);
    this.health = new RunHealth(version);
    const { whenFree: defer, maxBatchRows: maxRows } = loaded;
    const options = { ...limits, ...(defer && { defer }), ...(maxRows && { maxRows }) };
    this.batcher = new MicroBatcher((rows) => this.watched(async () => rowAnswers(await loaded.score(rows))), options);
    this.tensorRuns = new RunQueue(options);
  }

  validate(
    instances: readonly Instance[],
    rowIndexes?: readonly number[],
    unknownFields: UnknownFields = 'refuse',
  ): FieldProblem[] {
    if (unknownFields === 'refuse') return this.validator(instances, rowIndexes);
    this.lenientValidator ??= compileInstanceValidator(this.signature, unknownFields);
    return this.lenientValidator(instances, rowIndexes);
  }

  features(instance: Instance): Scalar[] {
    return featureValues(this.signature, instance);
  }

  /**
   * Few rows of a model that needs no runtime are answered here and now: there is nothing to gain from a batch.
   * @param deadlineAtMs on the clock of `performance.now()`: not begun then, it rejects with OverloadedError
   */
  async score(rows: readonly FeatureRow[], deadlineAtMs?: number): Promise<ArrayLike<RowAnswer>> {
    const now = this.scoreNow(rows);
    if (now) return now;
    this.health.check();
    return this.batcher.submit(rows, deadlineAtMs);
  }

  /** Few rows of a model that needs no runtime, without a promise; otherwise undefined: ask `score`. */
  scoreNow(rows: readonly FeatureRow[]): ArrayLike<RowAnswer> | undefined {
    const { scoreNow } = this.loaded;
    return scoreNow && rows.length <= MAX_ROWS_NOW ? rowAnswers(scoreNow(rows)) : undefined;
  }

  get graph(): Pick<TensorModel, 'inputs' | 'outputs'> {
    return this.loaded.graph;
  }

  /** Set while the version is not asked, since its runs were given up. */
  get unhealthy(): Unhealthy | undefined {
    return this.health.unhealthy;
  }

  /** @param rows that the tensors hold, for the bound of what may wait; `deadlineAtMs` as in `score` */
  async infer(
    inputs: readonly Tensor[],
    outputs: readonly string[],
    { rows, deadlineAtMs }: { readonly rows: number; readonly deadlineAtMs?: number },
  ): Promise<Tensor[]> {
    this.health.check();
    return this.tensorRuns.submit(rows, () => this.watched(() => this.loaded.graph.run(inputs, outputs)), deadlineAtMs);
  }

  /** Read from the tensors that `infer` gave. */
  scoresOf(outputs: readonly Tensor[], rows: number): BatchScores {
    const byName = outputs.map(
      ({ name, shape, values, datatype }) => [name, toOutput(shape, values, datatype)] as const,
    );
    return this.readOutput(Object.fromEntries(byName), rows);
  }

  get isIdle(): boolean {
    return this.batcher.isIdle && this.tensorRuns.isIdle;
  }

  release(): Promise<void> {
    return this.loaded.release();
  }

  private async watched<T>(run: () => Promise<T>): Promise<T> {
    try {
      const answer = await run();
      this.health.ended();
      return answer;
    } catch (error) {
      this.health.failed(error);
      throw error;
    }
  }
}
