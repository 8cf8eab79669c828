import type { Signature } from '@plumbline/registry-core';
import { MicroBatcher } from '../batching/micro-batcher';
import { featureValues } from '../encoding/encode-value';
import { rowAnswers, type RowAnswer } from '../output/row-answer';
import type { FeatureRow, Instance, Scalar } from '../scalar';
import { compileInstanceValidator, type InstanceValidator } from '../validation/instance-validator';
import type { LoadedModel } from './version-loader.port';

/** Everything a request needs of one version, compiled once. */
export class ServedVersion {
  readonly signature: Signature;
  readonly validate: InstanceValidator;
  private readonly batcher: MicroBatcher<FeatureRow, RowAnswer>;

  constructor(
    readonly model: string,
    readonly version: number,
    private readonly loaded: LoadedModel,
  ) {
    this.signature = loaded.signature;
    this.validate = compileInstanceValidator(loaded.signature);
    this.batcher = new MicroBatcher(async (rows) => rowAnswers(await loaded.score(rows)));
  }

  features(instance: Instance): Scalar[] {
    return featureValues(this.signature, instance);
  }

  score(rows: readonly FeatureRow[]): Promise<RowAnswer[]> {
    return this.batcher.submit(rows);
  }

  get isIdle(): boolean {
    return this.batcher.isIdle;
  }

  release(): Promise<void> {
    return this.loaded.release();
  }
}
