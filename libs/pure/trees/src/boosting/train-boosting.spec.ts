import fc from 'fast-check';
import answers from '../fixtures/known-answers.json';
import { toRows, type TrainingData } from '../training-data';
import { TrainingAbortedError, TrainingDataError, TrainingParameterError } from '../training.errors';
import { buildTrainingTable } from '../training-table.builder';
import { boostingMargins, predictBoosting } from './predict-boosting';
import { trainBoosting, trainBoostingAsync } from './train-boosting';

const table = buildTrainingTable({ rowCount: 400, numericCount: 3, categoricalCount: 1, missing: 0.1 });
const predict = (model: ReturnType<typeof trainBoosting>, data: TrainingData): Float64Array =>
  predictBoosting(model, toRows(data), data.labels.length);
const logLoss = (p: Float64Array, labels: Uint8Array): number =>
  p.reduce((sum, q, i) => sum - Math.log(labels[i] === 1 ? q : 1 - q), 0) / p.length;

it('known answer: scikit-learn finds the same trees on weighted data with missing values', () => {
  const data: TrainingData = {
    columns: answers.columnsWithMissing.map((column) => Float32Array.from(column, (value) => value ?? NaN)),
    labels: Uint8Array.from(answers.labels),
    weights: Float64Array.from(answers.weights),
    featureNames: ['a', 'b', 'c'],
  };
  const params = {
    trees: 5,
    learningRate: 0.3,
    maxLeaves: 6,
    minSamplesLeaf: 5,
    l2: 0.5,
    subsample: 1,
    featureFraction: 1,
  };
  const probabilities = predict(trainBoosting(data, params), data);
  // scikit-learn keeps derivatives in float32, we keep leaf values on a grid of 2^-18.
  probabilities.forEach((p, i) => expect(Math.abs(p - answers.boosting.probabilities[i]!)).toBeLessThan(2e-5));
});

it('the same seed gives the same model, another seed another', () => {
  const params = { trees: 10, subsample: 0.7, featureFraction: 0.5 };
  expect(trainBoosting(table, { ...params, seed: 5 })).toEqual(trainBoosting(table, { ...params, seed: 5 }));
  expect(trainBoosting(table, { ...params, seed: 5 })).not.toEqual(trainBoosting(table, { ...params, seed: 6 }));
});

it('a strictly increasing change of a numeric feature does not change what is learnt', () => {
  const numeric = buildTrainingTable({ rowCount: 200, numericCount: 2 });
  const before = predict(trainBoosting(numeric, { trees: 8 }), numeric);
  const changes = [(x: number) => x * 4 + 1000, (x: number) => x ** 3 + x, (x: number) => Math.exp(x / 8)];
  fc.assert(
    fc.property(fc.constantFrom(...changes), fc.constantFrom(0, 1), (change, f) => {
      const columns = numeric.columns.map((column, i) => (i === f ? column.map(change) : column));
      fc.pre(columns.every((column) => new Set(column).size === 200));
      const changed = { ...numeric, columns };
      expect(predict(trainBoosting(changed, { trees: 8 }), changed)).toEqual(before);
    }),
  );
});

it('doubling a weight is the same as giving the row twice', () => {
  const twice = Uint32Array.from([...table.labels.keys(), ...table.labels.keys()].sort((a, b) => a - b));
  const weights = new Float64Array(table.labels.length).fill(2);
  const params = { trees: 5, subsample: 1, featureFraction: 1 };
  const weighted = trainBoosting({ ...table, weights }, { ...params, minSamplesLeaf: 10 });
  const doubled = trainBoosting(
    {
      ...table,
      columns: table.columns.map((column) => Float32Array.from(twice, (i) => column[i]!)),
      labels: Uint8Array.from(twice, (i) => table.labels[i]!),
    },
    { ...params, minSamplesLeaf: 20 },
  );
  expect(predict(weighted, table)).toEqual(predict(doubled, table));
});

it('more trees fit the training data better', () => {
  const losses = [1, 5, 25].map((trees) => logLoss(predict(trainBoosting(table, { trees }), table), table.labels));
  expect([...losses].sort((a, b) => b - a)).toEqual(losses);
});

it('margins kept while training are those of the finished model, sampled rows or not', () => {
  const losses: number[] = [];
  const model = trainBoosting(table, { trees: 6, subsample: 0.5 }, { onProgress: (_d, _t, loss) => losses.push(loss) });
  model.trees.length = 5;
  expect(losses[5]).toBeCloseTo(logLoss(predict(model, table), table.labels), 12);
});

it('a warm start keeps the old trees and adds new ones', () => {
  const initial = trainBoosting(table, { trees: 5 });
  const longer = trainBoosting(table, { trees: 7 }, { initial });
  expect(longer.trees).toHaveLength(12);
  expect(longer.trees.slice(0, 5)).toEqual(initial.trees);
  expect(initial.trees).toHaveLength(5);
  const loss = (model: typeof initial): number => logLoss(predict(model, table), table.labels);
  expect(loss(longer)).toBeLessThan(loss(initial));
  const other = buildTrainingTable({ rowCount: 100, numericCount: 2 });
  expect(() => trainBoosting(other, { trees: 1 }, { initial })).toThrow(TrainingDataError);
});

it('early stopping keeps the number of trees that was best on the validation data', () => {
  const noise = buildTrainingTable({ rowCount: 300, numericCount: 4, seed: 11 });
  const validation = buildTrainingTable({ rowCount: 300, numericCount: 4, seed: 12 });
  const params = { trees: 400, learningRate: 0.3, maxLeaves: 16, minSamplesLeaf: 5 };
  const model = trainBoosting(noise, { ...params, earlyStopping: { validation, rounds: 20 } });
  expect(model.trees.length).toBeLessThan(380);
  const all = trainBoosting(noise, { ...params, trees: model.trees.length + 20 });
  const lossWith = (trees: number): number =>
    logLoss(predict({ ...all, trees: all.trees.slice(0, trees) }, validation), validation.labels);
  const losses = Array.from({ length: all.trees.length + 1 }, (_, trees) => lossWith(trees));
  expect(losses.indexOf(Math.min(...losses))).toBe(model.trees.length);
});

it('the asynchronous form gives the same model and stops when told', async () => {
  expect(await trainBoostingAsync(table, { trees: 10 })).toEqual(trainBoosting(table, { trees: 10 }));
  const abort = new AbortController();
  const training = trainBoostingAsync(table, { trees: 100_000 }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await expect(training).rejects.toBeInstanceOf(TrainingAbortedError);
});

it('a category is told apart by its code, however the codes are numbered', () => {
  const codes = Float32Array.from({ length: 300 }, (_, i) => i % 3);
  const labels = Uint8Array.from(codes, (code, i) => Number(code === 1 ? i % 10 !== 0 : i % 10 === 0));
  const data = { columns: [codes], labels, featureNames: ['c'], categorical: [true] };
  const renumbered = { ...data, columns: [codes.map((code) => [70, 4, 900][code]!)] };
  const model = trainBoosting(data, { trees: 1, maxLeaves: 2 });
  expect(model.trees[0]!.nodes[0]).toMatchObject({ kind: 'split', comparison: '==', threshold: 1 });
  expect(predict(trainBoosting(renumbered), renumbered)).toEqual(predict(trainBoosting(data), data));
});

it('JSON keeps a model whole', () => {
  const model = trainBoosting(table, { trees: 3 });
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  const rows = toRows(table);
  expect(boostingMargins(JSON.parse(JSON.stringify(model)), rows, 400)).toEqual(boostingMargins(model, rows, 400));
});

it.each([
  ['trees', { trees: 0 }],
  ['learningRate', { learningRate: NaN }],
  ['maxBins', { maxBins: 256 }],
  ['subsample', { subsample: 0 }],
  ['seed', { seed: 1.5 }],
])('%s out of range is refused by name', (field, params) => {
  expect(() => trainBoosting(table, params)).toThrow(TrainingParameterError);
  expect(() => trainBoosting(table, params)).toThrow(new RegExp(`^${field}:`));
});
