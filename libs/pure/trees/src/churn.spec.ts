import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { boostingToOnnx } from './boosting/boosting-to-onnx';
import { predictBoosting } from './boosting/predict-boosting';
import { trainBoosting } from './boosting/train-boosting';
import { crossValidate } from './cross-validate';
import { logisticToOnnx } from './logistic/logistic-to-onnx';
import { predictLogistic } from './logistic/predict-logistic';
import { trainLogistic } from './logistic/train-logistic';
import { parseTable } from './table-text.builder';
import { toRows, type TrainingData } from './training-data';

const folder = process.env['SHARED_DATA_DIR'] ?? resolve(__dirname, '../../../../../shared/data');
const present = existsSync(join(folder, 'SHA256SUMS'));
if (!present) {
  if (process.env['CI']) throw new Error('shared data not present');
  console.log('skipped: shared data not present');
}

/** Share of (positive, negative) pairs in the right order, ties half: by ranks (Mann-Whitney). */
function areaUnderCurve(scores: Float64Array, labels: Uint8Array): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    const tied = order.slice(start, end).filter((row) => labels[row] === 1).length;
    rankSum += (tied * (start + end + 1)) / 2;
    positives += tied;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (labels.length - positives));
}

const accuracy = (scores: Float64Array, labels: Uint8Array): number =>
  scores.reduce((hits, score, i) => hits + Number(Number(score > 0.5) === labels[i]), 0) / labels.length;

async function largestDifference(bytes: Uint8Array, data: TrainingData, expected: Float64Array): Promise<number> {
  const session = await InferenceSession.create(bytes);
  const features = new Tensor('float32', toRows(data), [data.labels.length, data.featureNames.length]);
  const { probabilities } = await session.run({ features });
  return expected.reduce((worst, p, i) => Math.max(worst, Math.abs(p - Number(probabilities!.data[2 * i + 1]))), 0);
}

/** The file's text, after its sha256 was found in the list beside it. */
function readShared(name: string): string {
  const bytes = readFileSync(join(folder, name));
  const line = `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
  expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8').split('\n')).toContain(line);
  return bytes.toString('utf8');
}

const readChurn = (): TrainingData =>
  parseTable(readShared('bank-churn/Churn_Modelling.csv'), {
    separator: ',',
    label: 'Exited',
    positive: '1',
    drop: ['RowNumber', 'CustomerId', 'Surname'],
    categorical: ['Geography', 'Gender'],
  });

(present ? describe : describe.skip)('bank churn, stratified 5-fold, pooled out-of-fold probabilities', () => {
  let data: TrainingData;
  beforeAll(() => {
    data = readChurn();
  });

  it('boosting with its default parameters reaches AUC 0.865 and accuracy 0.86', () => {
    for (const seed of [0, 1]) {
      const train = (fold: TrainingData) => {
        const model = trainBoosting(fold);
        return (rows: Float32Array, rowCount: number) => predictBoosting(model, rows, rowCount);
      };
      const { probabilities } = crossValidate(data, 5, train, seed);
      expect(areaUnderCurve(probabilities, data.labels)).toBeGreaterThanOrEqual(0.865);
      expect(accuracy(probabilities, data.labels)).toBeGreaterThanOrEqual(0.86);
    }
  });

  it('logistic regression reaches what scikit-learn does: AUC 0.764, accuracy 0.81', () => {
    const train = (fold: TrainingData) => {
      const model = trainLogistic(fold);
      return (rows: Float32Array, rowCount: number) => predictLogistic(model, rows, rowCount);
    };
    const { probabilities } = crossValidate(data, 5, train);
    expect(areaUnderCurve(probabilities, data.labels)).toBeGreaterThanOrEqual(0.764);
    expect(accuracy(probabilities, data.labels)).toBeGreaterThanOrEqual(0.81);
  });

  it('the runtime and the trainers agree within 1e-6 on all 10,000 rows', async () => {
    const boosting = trainBoosting(data);
    const logistic = trainLogistic(data);
    const rows = toRows(data);
    const count = data.labels.length;
    expect(count).toBe(10_000);
    const boosted = predictBoosting(boosting, rows, count);
    expect(await largestDifference(boostingToOnnx(boosting), data, boosted)).toBeLessThan(1e-6);
    const regressed = predictLogistic(logistic, rows, count);
    expect(await largestDifference(logisticToOnnx(logistic), data, regressed)).toBeLessThan(1e-6);
  });
});
