import { stratifiedFolds } from './folds';
import { selectRows, toRows, type TrainingData } from './training-data';

/** Fits on the data given and returns its predictor: probabilities of label 1 for row-major rows. */
export type FoldTrainer = (data: TrainingData) => (rows: Float32Array, rowCount: number) => Float64Array;

export interface CrossValidation {
  /** Of each row, by the model that did not see it. */
  probabilities: Float64Array;
  /** The fold in which each row was held out. */
  folds: Uint8Array;
}

function rowsWhere(folds: Uint8Array, keep: (fold: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < folds.length; i++) if (keep(folds[i] as number)) rows.push(i);
  return Uint32Array.from(rows);
}

/** Stratified k-fold cross-validation. Deterministic when the trainer is. */
export function crossValidate(data: TrainingData, k: number, train: FoldTrainer, seed = 0): CrossValidation {
  const folds = stratifiedFolds(data.labels, k, seed);
  const probabilities = new Float64Array(data.labels.length);
  for (let fold = 0; fold < k; fold++) {
    const held = rowsWhere(folds, (f) => f === fold);
    const predict = train(
      selectRows(
        data,
        rowsWhere(folds, (f) => f !== fold),
      ),
    );
    const predicted = predict(toRows(selectRows(data, held)), held.length);
    held.forEach((row, i) => {
      probabilities[row] = predicted[i] as number;
    });
  }
  return { probabilities, folds };
}
