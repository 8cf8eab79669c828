import { prepareTrainingData, type TrainingData } from '../training-data';
import { TrainingParameterError } from '../training.errors';
import { buildDesign, designTerms } from './design';
import type { LogisticModel } from './logistic-model';
import { fitNewton } from './newton';

export interface LogisticParams {
  /** Penalty l2/2 |beta|^2 on the standardised coefficients; scikit-learn's 1/C. Above 0. */
  l2: number;
  maxIterations: number;
}

export const DEFAULT_LOGISTIC_PARAMS: Readonly<LogisticParams> = { l2: 1, maxIterations: 50 };

/**
 * L2-penalised logistic regression: numeric features standardised, missing ones replaced by the mean, one coefficient
 * a category code. The intercept is not penalised. Deterministic; no seed is involved.
 *
 * @throws TrainingDataError naming the part of the data that is wrong, TrainingParameterError
 */
export function trainLogistic(data: TrainingData, params: Partial<LogisticParams> = {}): LogisticModel {
  const { l2, maxIterations } = { ...DEFAULT_LOGISTIC_PARAMS, ...params };
  if (!(l2 > 0 && l2 <= 1e9)) throw new TrainingParameterError('l2', `${l2} is not a number above 0 to 1e9`);
  if (!Number.isInteger(maxIterations) || maxIterations < 1) {
    throw new TrainingParameterError('maxIterations', `${maxIterations} is not a positive integer`);
  }
  const table = prepareTrainingData(data);
  const terms = designTerms(table);
  const beta = fitNewton(buildDesign(table, terms), table, { l2, maxIterations, tolerance: 1e-9 });
  const coefficient = (at: number): number => Math.fround(beta[at] as number);
  return {
    kind: 'logistic',
    featureNames: [...table.featureNames],
    categorical: [...table.categorical],
    intercept: coefficient(0),
    numeric: terms.numeric.map((term, i) => ({ ...term, coefficient: coefficient(1 + i) })),
    levels: terms.levels.map((term, i) => ({ ...term, coefficient: coefficient(1 + terms.numeric.length + i) })),
  };
}
