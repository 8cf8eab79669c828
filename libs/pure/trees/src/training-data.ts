import { TrainingDataError } from './training.errors';

interface TrainingTable {
  /** 0 or 1, one a row. */
  labels: Uint8Array;
  /** Non-negative, at least one above zero; 1 each when left out. */
  weights?: Float64Array;
  featureNames: readonly string[];
  /** One a feature; true where the column holds category codes 0..k-1. */
  categorical?: readonly boolean[];
}

/** Feature values are float32, as the model will see them; NaN is a missing value. */
export type TrainingData = TrainingTable &
  ({ columns: readonly Float32Array[] } | { rows: Float32Array; featureCount: number });

/** Checked data, one array a feature. */
export interface TrainingColumns {
  columns: readonly Float32Array[];
  labels: Uint8Array;
  weights: Float64Array | undefined;
  featureNames: readonly string[];
  categorical: readonly boolean[];
  rowCount: number;
}

// Beyond 2^24 neighbouring integers share one float32.
const MAX_CATEGORY_CODE = 2 ** 24;

function toColumns(data: TrainingData): readonly Float32Array[] {
  if ('columns' in data) return data.columns;
  const { rows, featureCount } = data;
  const rowCount = data.labels.length;
  if (rows.length !== rowCount * featureCount) {
    throw new TrainingDataError('rows', `expected ${rowCount} x ${featureCount} values, got ${rows.length}`);
  }
  return Array.from({ length: featureCount }, (_, f) => {
    const column = new Float32Array(rowCount);
    for (let i = 0; i < rowCount; i++) column[i] = rows[i * featureCount + f] as number;
    return column;
  });
}

function checkLabels(labels: Uint8Array): void {
  if (labels.length === 0) throw new TrainingDataError('labels', 'there are no rows');
  let positives = 0;
  // A caller without types may hand over numbers that a Uint8Array could not hold, such as NaN.
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label !== 0 && label !== 1)
      throw new TrainingDataError('labels', `row ${i} is ${label}, not 0 or 1`, { row: i });
    positives += label;
  }
  if (positives === 0 || positives === labels.length) {
    throw new TrainingDataError('labels', `all ${labels.length} rows are of class ${positives ? 1 : 0}`, { positives });
  }
}

function checkWeights(weights: Float64Array | undefined, labels: Uint8Array): void {
  if (!weights) return;
  if (weights.length !== labels.length) {
    throw new TrainingDataError('weights', `expected ${labels.length} values, got ${weights.length}`);
  }
  const sums = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (!(weight >= 0) || weight === Infinity) {
      throw new TrainingDataError('weights', `row ${i} is ${weight}; a weight is finite and not negative`, { row: i });
    }
    sums[labels[i] as number] = (sums[labels[i] as number] as number) + weight;
  }
  if (!sums.every((sum) => sum > 0)) {
    throw new TrainingDataError('weights', 'one of the two classes has no weight at all');
  }
}

function checkColumn(column: Float32Array, name: string, rowCount: number, categorical: boolean): void {
  const field = `columns.${name}`;
  if (column.length !== rowCount) {
    throw new TrainingDataError(field, `expected ${rowCount} values, got ${column.length}`);
  }
  for (let i = 0; i < rowCount; i++) {
    const value = column[i] as number;
    if (value === Infinity || value === -Infinity) {
      throw new TrainingDataError(field, `row ${i} is ${value}; give NaN for a missing value`, { row: i });
    }
    if (categorical && value === value && !(Number.isInteger(value) && value >= 0 && value < MAX_CATEGORY_CODE)) {
      throw new TrainingDataError(field, `row ${i} is ${value}, which is no category code (0, 1, 2 ...)`, { row: i });
    }
  }
}

/**
 * Checks the data and turns it into columns.
 * @throws TrainingDataError whose `field` is `labels`, `weights`, `rows`, `featureNames`, `categorical` or `columns.<name>`
 */
export function prepareTrainingData(data: TrainingData): TrainingColumns {
  checkLabels(data.labels);
  checkWeights(data.weights, data.labels);
  const columns = toColumns(data);
  const rowCount = data.labels.length;
  if (columns.length === 0) throw new TrainingDataError('columns', 'there are no features');
  if (data.featureNames.length !== columns.length) {
    throw new TrainingDataError('featureNames', `expected ${columns.length} names, got ${data.featureNames.length}`);
  }
  const categorical = data.categorical ?? columns.map(() => false);
  if (categorical.length !== columns.length) {
    throw new TrainingDataError('categorical', `expected ${columns.length} flags, got ${categorical.length}`);
  }
  columns.forEach((column, f) =>
    checkColumn(column, data.featureNames[f] as string, rowCount, categorical[f] as boolean),
  );
  return {
    columns,
    labels: data.labels,
    weights: data.weights,
    featureNames: data.featureNames,
    categorical,
    rowCount,
  };
}

/** The same features for some of the rows, in the order given. */
export function selectRows(data: TrainingData, rowIndexes: Uint32Array): TrainingData & { columns: Float32Array[] } {
  const { labels, weights, featureNames, categorical } = data;
  return {
    columns: toColumns(data).map((column) => Float32Array.from(rowIndexes, (i) => column[i] as number)),
    labels: Uint8Array.from(rowIndexes, (i) => labels[i] as number),
    ...(weights && { weights: Float64Array.from(rowIndexes, (i) => weights[i] as number) }),
    featureNames,
    ...(categorical && { categorical }),
  };
}

/** Row-major values, as `predictBoosting`, `predictLogistic` and the ONNX graph take them. */
export function toRows(data: TrainingData): Float32Array {
  if ('rows' in data) return data.rows;
  const featureCount = data.columns.length;
  const rows = new Float32Array(data.labels.length * featureCount);
  data.columns.forEach((column, f) => {
    for (let i = 0; i < column.length; i++) rows[i * featureCount + f] = column[i] as number;
  });
  return rows;
}
