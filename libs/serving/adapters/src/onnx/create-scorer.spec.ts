import type { Feature, Signature } from '@plumbline/registry-core';
import { buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';
import { encodeMatrix, type Scalar } from '@plumbline/serving-core';
import { boostingToOnnx, predictBoosting, trainBoosting } from '@plumbline/trees';
import { createScorer } from './create-scorer';

const JOBS = ['admin', 'blue-collar', 'services'];
const features: Feature[] = [
  { name: 'age', type: 'number', required: true },
  { name: 'job', type: 'category', required: true, categories: JOBS },
  { name: 'member', type: 'boolean', required: false },
];
const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features,
  inputs: [{ name: 'features', elementType: 'float', features: ['age', 'job', 'member'] }],
  output: { scoreTensor: 'probabilities', scoreColumn: 1, classes: ['0', '1'], positiveClass: '1', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};

const rows: Scalar[][] = Array.from({ length: 2_500 }, (_, i) => [
  18 + (i % 60),
  i % 11 === 0 ? 'unseen' : (JOBS[i % 3] as string),
  i % 7 === 0 ? null : i % 2 === 0,
]);
const matrix = encodeMatrix(signature, rows).rows;
const labels = Uint8Array.from(rows, ([age, job], i) =>
  Number((age as number) > 40 !== (job === 'admin') || i % 13 === 0),
);
const model = trainBoosting(
  { rows: matrix, featureCount: 3, labels, featureNames: ['age', 'job', 'member'], categorical: [false, true, false] },
  { trees: 20, seed: 7 },
);

/** Casts its one input to float: what the runtime received becomes the score. */
function castModel(elementType: 'int64' | 'bool' | 'string' | 'double', name: string): Uint8Array {
  return writeModel(
    buildModel({
      name: 'cast',
      nodes: [buildNode({ operator: 'Cast', inputs: [name], outputs: ['score'], attributes: { to: { int: 1 } } })],
      inputs: [buildTensorInfo(name, elementType, ['N', 1])],
      outputs: [buildTensorInfo('score', 'float', ['N', 1])],
      opsets: { 'ai.onnx': 17 },
      producer: { name: 'spec', version: '1' },
    }),
  );
}

describe('createScorer', () => {
  it('scores rows and instances alike, as the trainer itself does on its matrix', async () => {
    const scorer = await createScorer(signature, boostingToOnnx(model));
    const fromRows = await scorer.scoreRows(rows);
    expect(fromRows).toEqual(await scorer.scoreInstances(rows.map(([age, job, member]) => ({ age, job, member }))));
    const expected = predictBoosting(model, matrix, rows.length);
    fromRows.forEach((score, i) => expect(score).toBeCloseTo(expected[i] as number, 5));
    expect(new Set(fromRows).size).toBeGreaterThan(10);
    await scorer.release();
  });

  it.each([
    ['int64', 'job', 'services', 2],
    ['bool', 'member', true, 1],
    ['double', 'age', 31.25, 31.25],
    ['string', 'age', 31.25, 31.25],
  ] as const)('hands the runtime an %s tensor it takes', async (elementType, feature, value, score) => {
    const scorer = await createScorer(
      {
        ...signature,
        task: 'regression',
        inputs: [{ name: 'in', elementType, features: [feature] }],
        output: { scoreTensor: 'score', scoreColumn: 0, classes: [], positiveClass: null, threshold: 0.5 },
      },
      castModel(elementType, 'in'),
    );
    expect([...(await scorer.scoreInstances([{ [feature]: value }]))]).toEqual([score]);
    await scorer.release();
  });

  it('refuses bytes that are no model, and a graph without the output of the signature', async () => {
    await expect(createScorer(signature, Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'model_not_loadable' });
    const other = { ...signature, output: { ...signature.output, scoreTensor: 'nothing' } };
    await expect(createScorer(other, boostingToOnnx(model))).rejects.toMatchObject({ code: 'model_output_unexpected' });
  });
});
