import { areaUnderCurve, logLoss, type Label } from '@plumbline/stats';
import { featureRows, type Signature } from '@plumbline/registry-core';
import { encodeMatrix } from '@plumbline/serving-core';
import {
  boostingToOnnx,
  crossValidate,
  logisticToOnnx,
  predictBoosting,
  predictLogistic,
  trainBoosting,
  trainLogistic,
  type FoldTrainer,
  type TrainingData,
} from '@plumbline/trees';
import { CliError, UsageError } from '../cli.errors';
import { inFile, type TableSlice } from '../data/read-table';
import { readLabels } from './build-signature';

export const FOLDS = 5;
export type TrainerName = 'boosting' | 'logistic';

export interface TrainedVersion {
  readonly onnx: Uint8Array;
  /** Of rows by models that had not seen them. */
  readonly metrics: { readonly logLoss: number; readonly auc: number; readonly accuracy: number };
}

interface Trainer {
  readonly fold: FoldTrainer;
  readonly toOnnx: (data: TrainingData, classes: readonly [string, string]) => Uint8Array;
}

function trainerOf(name: TrainerName, parameters: Readonly<Record<string, number>>): Trainer {
  if (name === 'logistic')
    return {
      fold: (data) => {
        const model = trainLogistic(data, parameters);
        return (rows, count) => predictLogistic(model, rows, count);
      },
      toOnnx: (data, classes) => logisticToOnnx(trainLogistic(data, parameters), { classes }),
    };
  return {
    fold: (data) => {
      const model = trainBoosting(data, parameters);
      return (rows, count) => predictBoosting(model, rows, count);
    },
    toOnnx: (data, classes) => boostingToOnnx(trainBoosting(data, parameters), { classes }),
  };
}

function toTrainingData(signature: Signature, table: TableSlice): TrainingData {
  const rows = inFile(table.file, () => featureRows(signature, table), table.range.from);
  return {
    ...encodeMatrix(signature, rows),
    labels: readLabels(signature, table),
  };
}

function measure(labels: Uint8Array, probabilities: Float64Array, threshold: number): TrainedVersion['metrics'] {
  const truth = Array.from(labels) as Label[];
  const scores = Array.from(probabilities);
  const right = scores.filter((score, i) => score >= threshold === (truth[i] === 1)).length;
  return { logLoss: logLoss(truth, scores), auc: areaUnderCurve(truth, scores) ?? 0.5, accuracy: right / truth.length };
}

/** Trains on every row; the metrics come from five folds, so that what is expected of the version is not flattery. */
export function trainModel(
  signature: Signature,
  table: TableSlice,
  choice: { readonly trainer: TrainerName; readonly parameters: Readonly<Record<string, number>> },
  tell: (line: string) => void,
): TrainedVersion {
  const trainer = trainerOf(choice.trainer, choice.parameters);
  const data = toTrainingData(signature, table);
  try {
    let fold = 0;
    const { probabilities } = crossValidate(data, FOLDS, (part) => {
      tell(`fold ${++fold} of ${FOLDS}`);
      return trainer.fold(part);
    });
    tell(`all ${table.rows.length} rows`);
    const [negative = '0', positive = '1'] = signature.output.classes;
    return {
      onnx: trainer.toOnnx(data, [negative, positive]),
      metrics: measure(data.labels, probabilities, signature.output.threshold),
    };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'training_parameter_invalid') throw new UsageError(`--param ${(error as Error).message}`);
    if (code === 'training_data_invalid') throw new CliError(`${table.file}: ${(error as Error).message}`);
    throw error;
  }
}
