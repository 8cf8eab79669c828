import type { Signature } from '@plumbline/registry-core';
import { MicroBatcher } from '../batching/micro-batcher';
import { featureValues } from '../encoding/encode-value';
import { labelOfScore } from '../output/scores-from-outputs';
import type { FeatureRow, Instance, Scalar } from '../scalar';
import { compileInstanceValidator, type InstanceValidator } from '../validation/instance-validator';
import type { LoadedModel } from './version-loader.port';

/** Everything a request needs of one version, compiled once. */
export class ServedVersion {
  readonly signature: Signature;
  readonly validate: InstanceValidator;
  private readonly batcher: MicroBatcher<FeatureRow, number>;

  constructor(
    readonly model: string,
    readonly version: number,
    private readonly loaded: LoadedModel,
  ) {
    this.signature = loaded.signature;
    this.validate = compileInstanceValidator(loaded.signature);
    this.batcher = new MicroBatcher((rows) => loaded.score(rows));
  }

  features(instance: Instance): Scalar[] {
    return featureValues(this.signature, instance);
  }

  score(rows: readonly FeatureRow[]): Promise<number[]> {
    return this.batcher.submit(rows);
  }

  labelOf(score: number): string | undefined {
    return labelOfScore(this.signature, score);
  }

  get isIdle(): boolean {
    return this.batcher.isIdle;
  }

  release(): Promise<void> {
    return this.loaded.release();
  }
}
