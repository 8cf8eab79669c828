import { TrainingDataError, TrainingParameterError } from './training.errors';
import { seededRandom, shuffle } from './random';

/**
 * Deals the rows of each class over k folds after a seeded shuffle: every fold has every class's share to within one
 * row. Returns the fold 0..k-1 of each row.
 * @throws TrainingParameterError for k below 2; TrainingDataError when a class has fewer than k rows
 */
export function stratifiedFolds(labels: Uint8Array, k: number, seed: number): Uint8Array {
  if (!Number.isInteger(k) || k < 2 || k > 255) {
    throw new TrainingParameterError('k', `${k} is not an integer from 2 to 255`);
  }
  const random = seededRandom(seed);
  const folds = new Uint8Array(labels.length);
  let dealt = 0;
  for (const label of [0, 1]) {
    const rows: number[] = [];
    for (let i = 0; i < labels.length; i++) if (labels[i] === label) rows.push(i);
    if (rows.length < k) {
      throw new TrainingDataError('labels', `class ${label} has ${rows.length} rows, fewer than the ${k} folds`);
    }
    // The second class goes on where the first one stopped, so that the folds' sizes differ by one at most.
    for (const row of shuffle(rows, random)) folds[row] = dealt++ % k;
  }
  return folds;
}
