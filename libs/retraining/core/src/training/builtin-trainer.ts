import type { Signature } from '@plumbline/registry-core';
import {
  DEFAULT_PRODUCER,
  boostingToOnnx,
  logisticToOnnx,
  predictBoosting,
  predictLogistic,
  trainBoosting,
  trainLogistic,
  type TrainingData,
} from '@plumbline/trees';
import { trainedSignature } from './trained-signature';
import type { TrainedModel, Trainer, TrainingRequest } from './trainer.port';

const PARITY_ROWS = 200;

/** Rows of scalars in feature order -> float32 matrix, the same encoding as at serving time; it names its columns. */
export type FeatureEncoder = (
  signature: Signature,
  rows: TrainingRequest['rows'][number]['features'][],
) => Pick<TrainingData, 'featureNames' | 'categorical'> & { rows: Float32Array; featureCount: number };

/** Gradient boosting and logistic regression of `@plumbline/trees`, in this thread. */
export class BuiltinTrainer implements Trainer {
  constructor(private readonly encode: FeatureEncoder) {}

  async train(request: TrainingRequest, hooks: Parameters<Trainer['train']>[1]): Promise<TrainedModel> {
    const { signature, rows, weights } = request;
    const data = {
      ...this.encode(
        signature,
        rows.map(({ features }) => features),
      ),
      labels: Uint8Array.from(rows, ({ positive }) => (positive ? 1 : 0)),
      weights,
    };
    return trainMatrix(request, data, hooks);
  }
}

function trainMatrix(
  request: TrainingRequest,
  data: TrainingData & { rows: Float32Array; featureCount: number },
  hooks: Parameters<Trainer['train']>[1],
): TrainedModel {
  const { trainer, parameters } = request;
  const signature = trainedSignature(request.signature);
  const parityRows = Math.min(PARITY_ROWS, data.labels.length);
  const head = data.rows.subarray(0, parityRows * data.featureCount);
  const [negative = '0', positive = '1'] = signature.output.classes;
  const options = { classes: [negative, positive] as const };
  const by = { trainer, version: DEFAULT_PRODUCER.version };
  if (trainer === 'logistic') {
    const model = trainLogistic(data, parameters);
    return {
      signature,
      onnx: logisticToOnnx(model, options),
      parityScores: predictLogistic(model, head, parityRows),
      description: { ...by, parameters },
    };
  }
  const onProgress = (done: number, total: number): void => hooks.onProgress(done / total);
  const model = trainBoosting(data, parameters, { signal: hooks.signal, onProgress });
  return {
    signature,
    onnx: boostingToOnnx(model, options),
    parityScores: predictBoosting(model, head, parityRows),
    description: { ...by, parameters, trees: model.trees.length },
  };
}
