import {
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  writeModel,
  type NodeProto,
  type TensorProto,
} from '@plumbline/onnx-graph';
import { graphDescription, type OnnxOptions } from '../onnx-options';
import type { LevelTerm, LogisticModel, NumericTerm } from './logistic-model';

interface Part {
  nodes: NodeProto[];
  initializers: TensorProto[];
  output: string;
}

const indexes = (name: string, terms: readonly { feature: number }[]): TensorProto =>
  buildInitializer(
    name,
    [terms.length],
    BigInt64Array.from(terms, ({ feature }) => BigInt(feature)),
  );

const floats = (name: string, values: readonly number[]): TensorProto =>
  buildInitializer(name, [values.length], Float32Array.from(values));

const pick = (input: string, at: string, output: string): NodeProto =>
  buildNode({ operator: 'Gather', inputs: [input, at], outputs: [output], attributes: { axis: { int: 1 } } });

/** (x - mean) / scale, a missing value first replaced by the mean. */
function numericPart(input: string, terms: readonly NumericTerm[]): Part {
  const node = (operator: string, inputs: string[], output: string): NodeProto =>
    buildNode({ operator, inputs, outputs: [output] });
  return {
    nodes: [
      pick(input, 'numeric_features', 'numeric'),
      node('IsNaN', ['numeric'], 'numeric_missing'),
      node('Where', ['numeric_missing', 'means', 'numeric'], 'numeric_complete'),
      node('Sub', ['numeric_complete', 'means'], 'numeric_centred'),
      node('Div', ['numeric_centred', 'scales'], 'numeric_standardised'),
    ],
    initializers: [
      indexes('numeric_features', terms),
      floats(
        'means',
        terms.map(({ mean }) => mean),
      ),
      floats(
        'scales',
        terms.map(({ scale }) => scale),
      ),
    ],
    output: 'numeric_standardised',
  };
}

/** One column a level, 1 where the feature holds its code; nothing equals a missing value. */
function levelPart(input: string, terms: readonly LevelTerm[]): Part {
  return {
    nodes: [
      pick(input, 'level_features', 'codes'),
      buildNode({ operator: 'Equal', inputs: ['codes', 'level_codes'], outputs: ['level_hits'] }),
      buildNode({
        operator: 'Cast',
        inputs: ['level_hits'],
        outputs: ['levels'],
        attributes: { to: { int: 1 } },
      }),
    ],
    initializers: [
      indexes('level_features', terms),
      floats(
        'level_codes',
        terms.map(({ code }) => code),
      ),
    ],
    output: 'levels',
  };
}

/**
 * Imputation, standardisation and one-hot coding inside the graph, then one LinearClassifier. Input `features` float
 * [N, F]; outputs `label` [N] and `probabilities` float [N, 2].
 */
export function logisticToOnnx(model: LogisticModel, options: OnnxOptions = {}): Uint8Array {
  const { inputName, labelType, classes, producer, metadata } = graphDescription(model, options);
  const parts = [
    ...(model.numeric.length > 0 ? [numericPart(inputName, model.numeric)] : []),
    ...(model.levels.length > 0 ? [levelPart(inputName, model.levels)] : []),
  ];
  const coefficients = [...model.numeric, ...model.levels].map(({ coefficient }) => coefficient);
  const join = buildNode({
    operator: 'Concat',
    inputs: parts.map(({ output }) => output),
    outputs: ['design'],
    attributes: { axis: { int: 1 } },
  });
  const classifier = buildNode({
    operator: 'LinearClassifier',
    domain: 'ai.onnx.ml',
    inputs: ['design'],
    outputs: ['label', 'probabilities'],
    attributes: {
      coefficients: { floats: [...coefficients.map((value) => -value), ...coefficients] },
      intercepts: { floats: [-model.intercept, model.intercept] },
      post_transform: { string: 'LOGISTIC' },
      multi_class: { int: 0 },
      [labelType === 'string' ? 'classlabels_strings' : 'classlabels_ints']: classes,
    },
  });
  return writeModel(
    buildModel({
      name: 'logistic',
      nodes: [...parts.flatMap(({ nodes }) => nodes), join, classifier],
      inputs: [buildTensorInfo(inputName, 'float', ['N', model.featureNames.length])],
      outputs: [buildTensorInfo('label', labelType, ['N']), buildTensorInfo('probabilities', 'float', ['N', 2])],
      initializers: parts.flatMap(({ initializers }) => initializers),
      opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
      producer,
      metadata,
    }),
  );
}
