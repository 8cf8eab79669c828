import type { Log1p, Buckets, MinMax, OneHot, Preprocessing, Standardize } from './preprocessing';

type Declared<T, Fitted extends keyof T> = Omit<T, Fitted> & { readonly [K in Fitted]?: T[K] | undefined };

/** As a person declares it: what is left out is found in the training data. */
export type DeclaredPreprocessing =
  Declared<Standardize, 'mean' | 'deviation'> | Declared<MinMax, 'minimum' | 'maximum'> | Log1p | Buckets | OneHot;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the population (divided by n), as scikit-learn's StandardScaler; of a constant column 1, so that it becomes 0. */
function deviationOf(values: readonly number[], mean: number): number {
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  // What is left of a constant column is rounding of its mean.
  return deviation > Math.abs(mean) * 1e-12 ? deviation : 1;
}

/**
 * Completes a declaration from the training data; what was declared is kept.
 * @param values present values of the column, before any logarithm
 * @returns null when there is something to find and no value to find it in
 * @example standardize over [1, 3] -> mean 2, deviation 1; min-max over [2, 6] -> minimum 2, maximum 6
 */
export function fitPreprocessing(declared: DeclaredPreprocessing, values: readonly number[]): Preprocessing | null {
  if (declared.kind !== 'standardize' && declared.kind !== 'min-max') return declared;
  const seen = declared.log1p === true ? values.map(Math.log1p) : values;
  if (declared.kind === 'standardize') {
    if (declared.mean !== undefined && declared.deviation !== undefined) return declared as Standardize;
    if (seen.length === 0) return null;
    const mean = declared.mean ?? meanOf(seen);
    return { ...declared, mean, deviation: declared.deviation ?? deviationOf(seen, mean) };
  }
  if (declared.minimum !== undefined && declared.maximum !== undefined) return declared as MinMax;
  if (seen.length === 0) return null;
  const minimum = declared.minimum ?? seen.reduce((least, value) => Math.min(least, value), Infinity);
  const maximum = declared.maximum ?? seen.reduce((most, value) => Math.max(most, value), -Infinity);
  // A constant column: as scikit-learn's MinMaxScaler, it becomes 0.
  return { ...declared, minimum, maximum: maximum === minimum ? minimum + 1 : maximum };
}
