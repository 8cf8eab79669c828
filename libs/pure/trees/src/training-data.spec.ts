import { trainBoosting } from './boosting/train-boosting';
import { trainLogistic } from './logistic/train-logistic';
import { selectRows, toRows, type TrainingData } from './training-data';
import { TrainingDataError } from './training.errors';
import { buildTrainingTable } from './training-table.builder';

const good = buildTrainingTable({ rowCount: 50, numericCount: 2, categoricalCount: 1 });
const fieldOf = (train: (data: TrainingData) => unknown, data: TrainingData): string | undefined => {
  try {
    train(data);
    return undefined;
  } catch (error) {
    if (error instanceof TrainingDataError) return error.field;
    throw error;
  }
};
const withValue = (column: Float32Array, row: number, value: number): Float32Array =>
  column.map((old, i) => (i === row ? value : old));
const withColumn = (f: number, column: Float32Array): TrainingData => ({
  ...good,
  columns: good.columns.map((old, i) => (i === f ? column : old)),
});

const wrong: [reason: string, field: string, data: TrainingData][] = [
  ['no rows', 'labels', { ...good, labels: new Uint8Array(0), columns: good.columns.map(() => new Float32Array(0)) }],
  ['one class only', 'labels', { ...good, labels: new Uint8Array(50) }],
  ['a label 2', 'labels', { ...good, labels: good.labels.map((label, i) => (i === 7 ? 2 : label)) }],
  ['a NaN label', 'labels', { ...good, labels: [NaN, ...good.labels.slice(1)] as unknown as Uint8Array }],
  ['a short column', 'columns.f1', withColumn(1, good.columns[1]!.slice(1))],
  ['an infinite value', 'columns.f0', withColumn(0, withValue(good.columns[0]!, 3, Infinity))],
  ['a category code 1.5', 'columns.f2', withColumn(2, withValue(good.columns[2]!, 3, 1.5))],
  ['a negative category code', 'columns.f2', withColumn(2, withValue(good.columns[2]!, 3, -1))],
  ['no features', 'columns', { ...good, columns: [], featureNames: [], categorical: [] }],
  ['a name too few', 'featureNames', { ...good, featureNames: ['a', 'b'] }],
  ['a flag too few', 'categorical', { ...good, categorical: [false] }],
  ['weights of another length', 'weights', { ...good, weights: new Float64Array(3).fill(1) }],
  ['a weight that is not finite', 'weights', { ...good, weights: new Float64Array(50).fill(Infinity) }],
  ['a NaN weight', 'weights', { ...good, weights: new Float64Array(50).fill(NaN) }],
  ['a negative weight', 'weights', { ...good, weights: new Float64Array(50).fill(-1) }],
  ['a class without weight', 'weights', { ...good, weights: Float64Array.from(good.labels) }],
  [
    'rows of another length',
    'rows',
    { rows: new Float32Array(149), featureCount: 3, labels: good.labels, featureNames: good.featureNames },
  ],
];

it.each(wrong)('training on %s is refused, naming %s', (_reason, field, data) => {
  expect(fieldOf((d) => trainBoosting(d, { trees: 1 }), data)).toBe(field);
  expect(fieldOf((d) => trainLogistic(d), data)).toBe(field);
});

it('rows and columns are two forms of the same table', () => {
  const { labels, featureNames, categorical } = good;
  const byRows = { rows: toRows(good), featureCount: 3, labels, featureNames, categorical: categorical! };
  expect(trainBoosting(byRows, { trees: 3 })).toEqual(trainBoosting(good, { trees: 3 }));
});

it('selected rows keep their order, labels and weights', () => {
  const weights = Float64Array.from({ length: 50 }, (_, i) => i + 1);
  const part = selectRows({ ...good, weights }, Uint32Array.of(9, 4));
  expect([...part.weights!]).toEqual([10, 5]);
  expect([...part.labels]).toEqual([good.labels[9], good.labels[4]]);
  expect(part.columns[1]![0]).toBe(good.columns[1]![9]);
});
