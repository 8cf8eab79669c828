import answers from '../fixtures/known-answers.json';
import { toRows, type TrainingData } from '../training-data';
import { TrainingParameterError } from '../training.errors';
import { buildTrainingTable } from '../training-table.builder';
import { predictLogistic } from './predict-logistic';
import { trainLogistic } from './train-logistic';

const data: TrainingData = {
  columns: [...answers.columns, answers.codes].map((column) => Float32Array.from(column, (value) => value ?? NaN)),
  labels: Uint8Array.from(answers.labels),
  weights: Float64Array.from(answers.weights),
  featureNames: ['a', 'b', 'c', 'code'],
  categorical: [false, false, false, true],
};

it('known answer: scikit-learn finds the same coefficients', () => {
  const model = trainLogistic(data, { l2: 2 });
  const coefficients = [...model.numeric, ...model.levels].map(({ coefficient }) => coefficient);
  coefficients.forEach((value, i) => expect(value).toBeCloseTo(answers.logistic.coefficients[i]!, 5));
  expect(model.intercept).toBeCloseTo(answers.logistic.intercept, 5);
  const probabilities = predictLogistic(model, toRows(data), data.labels.length);
  probabilities.forEach((p, i) => expect(p).toBeCloseTo(answers.logistic.probabilities[i]!, 5));
});

it('a missing number counts as the mean; an unseen or missing code adds nothing', () => {
  const model = trainLogistic(data);
  const means = model.numeric.map(({ mean }) => mean);
  const [missing, mean] = predictLogistic(model, Float32Array.of(NaN, NaN, NaN, NaN, ...means, 77), 2);
  expect(missing).toBe(mean);
  expect(missing).toBeCloseTo(1 / (1 + Math.exp(-model.intercept)), 12);
});

it('separable, constant and wholly missing columns still give finite coefficients', () => {
  const labels = Uint8Array.from({ length: 40 }, (_, i) => Number(i >= 20));
  const column = (of: (i: number) => number): Float32Array => Float32Array.from({ length: 40 }, (_, i) => of(i));
  const columns = [column((i) => i), column(() => 1e7), column(() => NaN)];
  const model = trainLogistic({ columns, labels, featureNames: ['a', 'b', 'c'] });
  expect(model.numeric.every(({ coefficient }) => Number.isFinite(coefficient))).toBe(true);
  expect(model.numeric[0]!.coefficient).toBeGreaterThan(1);
  expect(model.numeric.slice(1).map(({ coefficient }) => Math.abs(coefficient))).toEqual([0, 0]);
});

it('the same data give the same model', () => {
  const table = buildTrainingTable({ rowCount: 200, numericCount: 3, categoricalCount: 2, missing: 0.1 });
  expect(trainLogistic(table)).toEqual(trainLogistic(table));
});

it('an l2 of zero is refused', () => {
  expect(() => trainLogistic(data, { l2: 0 })).toThrow(TrainingParameterError);
});
