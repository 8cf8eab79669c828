import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  writeModel,
  type ModelInput as GraphInput,
} from '@plumbline/onnx-graph';
import type { Feature, ModelInput, ModelOutput, Signature } from '@plumbline/registry-core';
import { createScorer } from './create-scorer';

const number = (name: string): Feature => ({ name, type: 'number', required: true });
const AB = [number('a'), number('b')];

function signatureOf(
  features: readonly Feature[],
  inputs: readonly ModelInput[],
  output: Partial<ModelOutput> = {},
  change: Partial<Signature> = {},
): Signature {
  const value: ModelOutput = { scoreTensor: 'out', scoreColumn: 0, classes: [], positiveClass: null, threshold: 0.5 };
  return {
    schemaVersion: 1,
    task: 'regression',
    features,
    inputs,
    output: { ...value, ...output },
    label: 'y',
    protectedAttributes: [],
    ...change,
  };
}

const graph = (parts: Pick<GraphInput, 'nodes' | 'inputs' | 'outputs' | 'initializers'>): Uint8Array =>
  writeModel(
    buildModel({ name: 'spec', opsets: { 'ai.onnx': 17 }, producer: { name: 'spec', version: '1' }, ...parts }),
  );
const identity = (
  elementType: 'float' | 'float16' | 'double' | 'int64' | 'string' | 'bool',
  shape: (string | number)[],
) =>
  graph({
    nodes: [buildNode({ operator: 'Identity', inputs: ['x'], outputs: ['out'] })],
    inputs: [buildTensorInfo('x', elementType, shape)],
    outputs: [buildTensorInfo('out', elementType, shape)],
  });

async function ask(
  signature: Signature,
  model: Uint8Array | { path: string },
  rows: (number | string | boolean | null)[][],
) {
  const scorer = await createScorer(signature, model);
  try {
    const { scores, classScores } = await scorer.scoreAll(rows);
    return { scores: [...scores], ...(classScores && { classScores: [...classScores] }) };
  } finally {
    await scorer.release();
  }
}

describe('graphs of every form, in the runtime', () => {
  it('take rows of shape [1, 2] and answer [rows, 1, 2]', async () => {
    const inputs = [{ name: 'x', elementType: 'float', features: ['a', 'b'], rowShape: [1, 2] }] as const;
    const signature = signatureOf(AB, inputs, { scoreColumn: 1 });
    expect(
      await ask(signature, identity('float', ['N', 1, 2]), [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual({ scores: [2, 4] });
  });

  it('take rows of no size of their own, and answer [rows]', async () => {
    const inputs = [{ name: 'x', elementType: 'double', features: ['a'], rowShape: [] }] as const;
    expect(await ask(signatureOf([number('a')], inputs), identity('double', ['N']), [[1 / 3]])).toEqual({
      scores: [1 / 3],
    });
  });

  it('take and answer float16', async () => {
    const inputs = [{ name: 'x', elementType: 'float16', features: ['a'] }] as const;
    const { scores } = await ask(signatureOf([number('a')], inputs), identity('float16', ['N', 1]), [[0.5], [1 / 3]]);
    expect(scores).toEqual([0.5, 0.333251953125]);
  });

  it('take and answer int64 as far as a number is exact', async () => {
    const inputs = [{ name: 'x', elementType: 'int64', features: ['a'] }] as const;
    const largest = Number.MAX_SAFE_INTEGER;
    expect(await ask(signatureOf([number('a')], inputs), identity('int64', ['N', 1]), [[largest], [-largest]])).toEqual(
      {
        scores: [largest, -largest],
      },
    );
  });

  it('answer labels as text, as whole numbers and as truth values', async () => {
    const text: Feature = { name: 'a', type: 'category', required: true };
    const labelOf = (classes: string[], positiveClass: string): Partial<ModelOutput> => ({
      kind: 'label',
      classes,
      positiveClass,
    });
    const label = (elementType: 'string' | 'int64' | 'bool', feature: Feature, classes: string[]) =>
      signatureOf([feature], [{ name: 'x', elementType, features: ['a'] }], labelOf(classes, classes[1] as string), {
        task: 'binary',
      });
    const truth: Feature = { name: 'a', type: 'boolean', required: true };
    expect(await ask(label('string', text, ['no', 'yes']), identity('string', ['N', 1]), [['yes'], ['no']])).toEqual({
      scores: [1, 0],
    });
    expect(await ask(label('int64', number('a'), ['0', '1']), identity('int64', ['N', 1]), [[1], [0]])).toEqual({
      scores: [1, 0],
    });
    expect(await ask(label('bool', truth, ['False', 'True']), identity('bool', ['N', 1]), [[true], [false]])).toEqual({
      scores: [1, 0],
    });
  });

  it('answer logits of many classes, which become probabilities', async () => {
    const features = [number('a'), number('b'), number('c')];
    const inputs = [{ name: 'x', elementType: 'float', features: ['a', 'b', 'c'] }] as const;
    const output = { classes: ['x', 'y', 'z'], transform: 'softmax' } as const;
    const { scores, classScores = [] } = await ask(
      signatureOf(features, inputs, output, { task: 'multiclass' }),
      identity('float', ['N', 3]),
      [
        [0, 0, 0],
        [Math.log(2), Math.log(1), Math.log(5)],
      ],
    );
    const expected = [1 / 3, 1 / 3, 1 / 3, 0.25, 0.125, 0.625];
    classScores.forEach((score, i) => expect(score).toBeCloseTo(expected[i] as number, 6));
    expect(scores[1]).toBeCloseTo(0.625, 6);
  });

  it.each([1, 4])('were exported for exactly %p rows and answer any number', async (batchRows) => {
    const inputs = [{ name: 'x', elementType: 'float', features: ['a', 'b'] }] as const;
    const model = identity('float', [batchRows, 2]);
    const rows = Array.from({ length: 11 }, (_, i) => [i, i / 10]);
    const value = signatureOf(AB, inputs, {}, { batchRows });
    expect((await ask(value, model, rows)).scores).toEqual(rows.map(([a]) => a));
    const classes = signatureOf(AB, inputs, { classes: ['no', 'yes'] }, { task: 'multiclass', batchRows });
    const { classScores = [] } = await ask(classes, model, rows.slice(0, 1));
    expect(classScores).toEqual([0, 0]);
  });

  it('take several inputs of several columns and types', async () => {
    const features: Feature[] = [...AB, { name: 'n', type: 'integer', required: true }];
    const model = graph({
      nodes: [
        buildNode({ operator: 'Cast', inputs: ['counts'], outputs: ['c'], attributes: { to: { int: 1 } } }),
        buildNode({
          operator: 'ReduceSum',
          inputs: ['amounts', 'axes'],
          outputs: ['s'],
          attributes: { keepdims: { int: 1 } },
        }),
        buildNode({ operator: 'Add', inputs: ['s', 'c'], outputs: ['out'] }),
      ],
      inputs: [buildTensorInfo('amounts', 'float', ['N', 2]), buildTensorInfo('counts', 'int64', ['N', 1])],
      outputs: [buildTensorInfo('out', 'float', ['N', 1])],
      initializers: [buildInitializer('axes', [1], BigInt64Array.of(1n))],
    });
    const inputs = [
      { name: 'counts', elementType: 'int64', features: ['n'] },
      { name: 'amounts', elementType: 'float', features: ['b', 'a'] },
    ] as const;
    expect(
      await ask(signatureOf(features, inputs), model, [
        [1, 2, 10],
        [0.5, 0.25, 7],
      ]),
    ).toEqual({ scores: [13, 7.75] });
  });

  it('are loaded from a path, and refused without telling it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-graph-'));
    const path = join(folder, 'model.onnx');
    const signature = signatureOf(AB, [{ name: 'x', elementType: 'float', features: ['a', 'b'] }]);
    writeFileSync(path, identity('float', ['N', 2]));
    expect(await ask(signature, { path }, [[5, 6]])).toEqual({ scores: [5] });
    writeFileSync(path, 'no model');
    const refusal = await createScorer(signature, { path }).catch((error: Error) => error.message);
    expect(refusal).toMatch(/cannot load/);
    expect(refusal).not.toContain(folder);
    rmSync(folder, { recursive: true });
  });

  it('have no answer for a row that is not finite, and say so', async () => {
    const signature = signatureOf(AB, [{ name: 'x', elementType: 'float', features: ['a', 'b'] }]);
    expect(await ask(signature, identity('float', ['N', 2]), [[NaN, 1]])).toEqual({ scores: [NaN] });
  });
});
