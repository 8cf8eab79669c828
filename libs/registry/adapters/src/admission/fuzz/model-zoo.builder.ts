import {
  buildFunction,
  buildGraph,
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  writeModel,
  type ModelInput,
} from '@plumbline/onnx-graph';
import type { Scalar, Signature } from '@plumbline/registry-core';
import { boostingToOnnx, logisticToOnnx, trainBoosting, trainLogistic, type TrainingData } from '@plumbline/trees';

/** A model that is admitted, with what it is tried on: what the mutations start from. */
export interface ZooModel {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly external: Readonly<Record<string, Uint8Array>>;
  readonly signature: Signature;
  readonly rows: readonly (readonly Scalar[])[];
}

const FEATURES = ['a', 'b', 'c'];
const rows = Array.from({ length: 48 }, (_, i) => [(i * 7) % 11, i % 3, (i % 5) - 2]);
const PRODUCER = { name: 'spec', version: '1' };
const OPSETS = { 'ai.onnx': 17, 'ai.onnx.ml': 3 };

const numbers: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: FEATURES.map((name) => ({ name, type: 'number', required: true })),
  inputs: [{ name: 'features', elementType: 'float', features: FEATURES }],
  output: { scoreTensor: 'probabilities', scoreColumn: 0, classes: ['0', '1'], positiveClass: '1', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};
const twoColumns: Signature = { ...numbers, output: { ...numbers.output, scoreColumn: 1 } };

const trainingData: TrainingData = {
  rows: Float32Array.from({ length: 600 }, (_, i) => ((i * 31) % 17) - 8 + (i % 3)),
  featureCount: 3,
  labels: Uint8Array.from({ length: 200 }, (_, i) => Number(((i * 31 * 3) % 17) - 8 > 0 !== (i % 13 === 0))),
  featureNames: FEATURES,
  categorical: [false, false, false],
};

const model = (input: Pick<ModelInput, 'nodes'> & Partial<ModelInput>): Uint8Array =>
  writeModel(
    buildModel({
      name: 'zoo',
      inputs: [buildTensorInfo('features', 'float', ['N', 3])],
      outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
      initializers: [buildInitializer('w', [3, 1], Float32Array.of(0.2, -0.1, 0.4))],
      opsets: OPSETS,
      producer: PRODUCER,
      ...input,
    }),
  );
const node = (operator: string, inputs: string[], outputs: string[], attributes = {}) =>
  buildNode({ operator, inputs, outputs, attributes });
const scalar = (name: string, type: 'float' | 'int64' | 'bool') => buildTensorInfo(name, type, []);

function strings(): Uint8Array {
  const columns = ['red', 'green', 'blue'];
  const ml = { domain: 'ai.onnx.ml' };
  return model({
    inputs: [buildTensorInfo('colour', 'string', ['N', 1]), buildTensorInfo('count', 'int64', ['N', 2])],
    outputs: [buildTensorInfo('label', 'string', ['N']), buildTensorInfo('probabilities', 'float', ['N', 2])],
    initializers: [buildInitializer('shape', [2], BigInt64Array.of(-1n, 3n))],
    nodes: [
      buildNode({
        ...ml,
        operator: 'OneHotEncoder',
        inputs: ['colour'],
        outputs: ['hot'],
        attributes: { cats_strings: { strings: columns }, zeros: { int: 1 } },
      }),
      node('Reshape', ['hot', 'shape'], ['flat']),
      node('Cast', ['count'], ['counts'], { to: { int: 1 } }),
      node('Concat', ['flat', 'counts'], ['design'], { axis: { int: 1 } }),
      buildNode({
        ...ml,
        operator: 'LinearClassifier',
        inputs: ['design'],
        outputs: ['label', 'scores'],
        attributes: {
          coefficients: { floats: [-0.1, 0.2, -0.3, 0.1, 0.1, 0.1, -0.2, 0.3, -0.1, -0.1] },
          intercepts: { floats: [0, 0] },
          classlabels_strings: { strings: ['no', 'yes'] },
          post_transform: { string: 'SOFTMAX' },
        },
      }),
      buildNode({
        ...ml,
        operator: 'ZipMap',
        inputs: ['scores'],
        outputs: ['probabilities'],
        attributes: { classlabels_strings: { strings: ['no', 'yes'] } },
      }),
    ],
  });
}

function conditional(): Uint8Array {
  const branch = (name: string, weight: number) =>
    buildGraph({
      name,
      nodes: [node('Mul', ['margin', `${name}_by`], [name])],
      inputs: [],
      outputs: [buildTensorInfo(name, 'float', ['N', 1])],
      initializers: [buildInitializer(`${name}_by`, [], Float32Array.of(weight))],
    });
  return model({
    nodes: [
      node('MatMul', ['features', 'w'], ['margin']),
      node('ReduceSum', ['margin'], ['total'], { keepdims: { int: 0 } }),
      node('Greater', ['total', 'zero'], ['positive']),
      node('If', ['positive'], ['scaled'], {
        then_branch: { graph: branch('high', 2) },
        else_branch: { graph: branch('low', 0.5) },
      }),
      node('Sigmoid', ['scaled'], ['probabilities']),
    ],
    initializers: [
      buildInitializer('w', [3, 1], Float32Array.of(0.2, -0.1, 0.4)),
      buildInitializer('zero', [], Float32Array.of(0)),
    ],
  });
}

/** Halves the margin `trips` times. */
export function loopModel(trips: bigint): Uint8Array {
  const body = buildGraph({
    name: 'body',
    nodes: [node('Mul', ['state', 'half'], ['next']), node('Identity', ['going'], ['go_on'])],
    inputs: [scalar('trip', 'int64'), scalar('going', 'bool'), buildTensorInfo('state', 'float', ['N', 1])],
    outputs: [scalar('go_on', 'bool'), buildTensorInfo('next', 'float', ['N', 1])],
    initializers: [buildInitializer('half', [], Float32Array.of(0.5))],
  });
  return model({
    nodes: [
      node('MatMul', ['features', 'w'], ['margin']),
      node('Loop', ['trips', '', 'margin'], ['halved'], { body: { graph: body } }),
      node('Sigmoid', ['halved'], ['probabilities']),
    ],
    initializers: [
      buildInitializer('w', [3, 1], Float32Array.of(0.2, -0.1, 0.4)),
      buildInitializer('trips', [], BigInt64Array.of(trips)),
    ],
  });
}

function withFunction(): Uint8Array {
  const squash = buildFunction({
    domain: 'mine',
    name: 'Squash',
    inputs: ['m'],
    outputs: ['p'],
    nodes: [node('Tanh', ['m'], ['t']), node('Sigmoid', ['t'], ['p'])],
    opsets: { 'ai.onnx': 17 },
  });
  return model({
    nodes: [
      node('MatMul', ['features', 'w'], ['margin']),
      buildNode({ operator: 'Squash', domain: 'mine', inputs: ['margin'], outputs: ['probabilities'] }),
    ],
    opsets: { ...OPSETS, mine: 1 },
    functions: [squash],
  });
}

/** The one weight tensor lies in another file. */
export function externalModel(entries: Readonly<Record<string, string>>): Uint8Array {
  const weights = buildInitializer('w', [3, 1], Float32Array.of());
  weights.dataLocation = 1;
  weights.externalData = Object.entries(entries).map(([key, value]) => ({
    $typeName: 'onnx.StringStringEntryProto',
    key,
    value,
  }));
  return model({
    nodes: [node('MatMul', ['features', 'w'], ['margin']), node('Sigmoid', ['margin'], ['probabilities'])],
    initializers: [weights],
  });
}

export const EXTERNAL_WEIGHTS = new Uint8Array(Float32Array.of(9, 0.2, -0.1, 0.4).buffer);

const COLOURS = ['red', 'green', 'blue', 'mauve'];
const stringSignature: Signature = {
  ...twoColumns,
  features: [
    { name: 'colour', type: 'category', required: true, categories: COLOURS },
    { name: 'a', type: 'integer', required: true },
    { name: 'b', type: 'integer', required: true },
  ],
  inputs: [
    { name: 'colour', elementType: 'string', features: ['colour'] },
    { name: 'count', elementType: 'int64', features: ['a', 'b'] },
  ],
  output: { ...twoColumns.output, classes: ['no', 'yes'], positiveClass: 'yes' },
};

export function modelZoo(): readonly ZooModel[] {
  const plain = { external: {}, signature: numbers, rows };
  const squared = { ...plain, signature: twoColumns };
  return [
    { ...squared, name: 'boosting', bytes: boostingToOnnx(trainBoosting(trainingData, { trees: 6, seed: 1 })) },
    { ...squared, name: 'logistic', bytes: logisticToOnnx(trainLogistic(trainingData)) },
    {
      name: 'strings, int64, ZipMap',
      bytes: strings(),
      external: {},
      signature: stringSignature,
      rows: rows.map(([a = 0, b = 0], i) => [COLOURS[i % 4] as string, a, b]),
    },
    { ...plain, name: 'If', bytes: conditional() },
    { ...plain, name: 'Loop', bytes: loopModel(3n) },
    { ...plain, name: 'function', bytes: withFunction() },
    {
      ...plain,
      name: 'external data',
      bytes: externalModel({ location: 'data/w.bin', offset: '4', length: '12' }),
      external: { 'data/w.bin': EXTERNAL_WEIGHTS },
    },
  ];
}

export { model as zooModel, node as zooNode };
