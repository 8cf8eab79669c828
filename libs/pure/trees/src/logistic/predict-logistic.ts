import { sigmoid } from '../sigmoid';
import { standardise } from './design';
import type { LogisticModel } from './logistic-model';

/**
 * Probability of label 1 a row; what the ONNX graph of the same model gives, within float32 rounding.
 * @param rows row-major float32 values, `featureNames.length` a row; NaN is a missing value
 */
export function predictLogistic(model: LogisticModel, rows: Float32Array, rowCount: number): Float64Array {
  const featureCount = model.featureNames.length;
  if (rows.length < rowCount * featureCount) {
    throw new RangeError(`rows holds ${rows.length} values, fewer than ${rowCount} rows of ${featureCount}`);
  }
  return Float64Array.from({ length: rowCount }, (_, i) => {
    let margin = model.intercept;
    for (const term of model.numeric) {
      margin += term.coefficient * standardise(rows[i * featureCount + term.feature] as number, term);
    }
    for (const { feature, code, coefficient } of model.levels) {
      if (rows[i * featureCount + feature] === code) margin += coefficient;
    }
    return sigmoid(margin);
  });
}
