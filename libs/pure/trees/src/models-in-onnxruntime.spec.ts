import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { inspectModel, readModel } from '@plumbline/onnx-graph';
import { boostingToOnnx } from './boosting/boosting-to-onnx';
import type { BoostingModel } from './boosting/boosting-model';
import { predictBoosting } from './boosting/predict-boosting';
import { trainBoosting } from './boosting/train-boosting';
import { logisticToOnnx } from './logistic/logistic-to-onnx';
import { predictLogistic } from './logistic/predict-logistic';
import { trainLogistic } from './logistic/train-logistic';
import { toRows } from './training-data';
import { buildTrainingTable, type TableShape } from './training-table.builder';

async function runOnnx(bytes: Uint8Array, rows: Float32Array, rowCount: number) {
  const session = await InferenceSession.create(bytes);
  const input = new Tensor('float32', rows, [rowCount, rows.length / rowCount]);
  const { label, probabilities } = await session.run({ features: input });
  expect(probabilities!.dims).toEqual([rowCount, 2]);
  return { labels: Array.from(label!.data as ArrayLike<unknown>), probabilities: probabilities!.data as Float32Array };
}

async function expectAgreement(bytes: Uint8Array, rows: Float32Array, expected: Float64Array): Promise<void> {
  const { labels, probabilities } = await runOnnx(bytes, rows, expected.length);
  expected.forEach((p, i) => {
    expect(Math.abs(probabilities[2 * i + 1]! - p)).toBeLessThan(1e-6);
    expect(Math.abs(probabilities[2 * i]! - (1 - p))).toBeLessThan(1e-6);
    if (Math.abs(p - 0.5) > 1e-6) expect(labels[i]).toBe(p > 0.5 ? 1n : 0n);
  });
}

const shapes: fc.Arbitrary<TableShape> = fc.record({
  rowCount: fc.integer({ min: 40, max: 200 }),
  numericCount: fc.integer({ min: 0, max: 3 }),
  categoricalCount: fc.integer({ min: 1, max: 3 }),
  missing: fc.constantFrom(0, 0.3),
  seed: fc.integer({ min: 1, max: 1000 }),
});

it('boosting: the runtime and the trainer agree within 1e-6, missing values and categories included', async () => {
  const params = { trees: 40, learningRate: 0.3, minSamplesLeaf: 3 };
  const check = async (shape: TableShape): Promise<void> => {
    const rows = toRows(buildTrainingTable({ ...shape, missing: 0.4, seed: 9 }));
    const model = trainBoosting(buildTrainingTable(shape), params);
    await expectAgreement(boostingToOnnx(model), rows, predictBoosting(model, rows, shape.rowCount));
  };
  await fc.assert(fc.asyncProperty(shapes, check), { numRuns: 40 });
});

it('logistic regression: the runtime and the trainer agree within 1e-6', async () => {
  const check = async (shape: TableShape): Promise<void> => {
    const rows = toRows(buildTrainingTable({ ...shape, missing: 0.4, seed: 9 }));
    const model = trainLogistic(buildTrainingTable(shape));
    await expectAgreement(logisticToOnnx(model), rows, predictLogistic(model, rows, shape.rowCount));
  };
  await fc.assert(fc.asyncProperty(shapes, check), { numRuns: 40 });
});

it('two thousand trees sum to the same margin: leaf values are exact in float32', async () => {
  const table = buildTrainingTable({ rowCount: 300, numericCount: 3 });
  const model = trainBoosting(table, { trees: 2000, learningRate: 0.02 });
  const rows = toRows(table);
  await expectAgreement(boostingToOnnx(model), rows, predictBoosting(model, rows, 300));
});

it.each([-1.5, 0, 1.5])(
  'a model without a negative leaf still gets its sigmoid, at base margin %d',
  async (baseMargin) => {
    const nodes: BoostingModel['trees'][number]['nodes'] = [
      {
        kind: 'split',
        feature: 0,
        comparison: '<=',
        threshold: 0,
        missingLeft: true,
        left: 1,
        right: 2,
        cover: 2,
        gain: 1,
      },
      { kind: 'leaf', value: 0.25, cover: 1 },
      { kind: 'leaf', value: 2, cover: 1 },
    ];
    const rows = Float32Array.of(-1, 1, NaN);
    for (const trees of [[{ nodes }], []]) {
      const model: BoostingModel = { kind: 'boosting', featureNames: ['x'], categorical: [false], baseMargin, trees };
      await expectAgreement(boostingToOnnx(model), rows, predictBoosting(model, rows, 3));
    }
  },
);

it('text classes come out as text, and the file tells producer, features and parameters', async () => {
  const table = buildTrainingTable({ rowCount: 60, numericCount: 1, categoricalCount: 1 });
  const options = {
    classes: ['stays', 'leaves'] as const,
    producer: { name: 'trainer', version: '9' },
    metadata: { params: '{"trees":3}' },
  };
  const models = [
    boostingToOnnx(trainBoosting(table, { trees: 3 }), options),
    logisticToOnnx(trainLogistic(table), options),
  ];
  for (const bytes of models) {
    const { labels, probabilities } = await runOnnx(bytes, toRows(table), 60);
    labels.forEach((label, i) => expect(label).toBe(probabilities[2 * i + 1]! > 0.5 ? 'leaves' : 'stays'));
    const summary = inspectModel(readModel(bytes));
    expect(summary.producer).toEqual({ name: 'trainer', version: '9' });
    expect(summary.metadata).toMatchObject({ params: '{"trees":3}', 'plumbline.feature_names': '["f0","f1"]' });
    expect(summary.inputs).toMatchObject([{ name: 'features', elementType: 'float', shape: ['N', 2] }]);
    expect(summary.outputs).toMatchObject([{ elementType: 'string' }, { shape: ['N', 2] }]);
  }
});
