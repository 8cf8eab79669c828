// Models that the benchmarks push; bundled and loaded by load-bench-models.mjs.
import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';

const PRODUCER = { name: 'bench', version: '1' };
const EXTERNAL = 1;

/** A logistic model over `features` numbers. */
export function smallModel(features: number): Uint8Array {
  return writeModel(
    buildModel({
      name: 'small',
      opsets: { 'ai.onnx': 17 },
      producer: PRODUCER,
      inputs: [buildTensorInfo('features', 'float', ['N', features])],
      outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
      initializers: [buildInitializer('weights', [features, 1], new Float32Array(features).fill(0.1))],
      nodes: [
        buildNode({ operator: 'MatMul', inputs: ['features', 'weights'], outputs: ['margin'] }),
        buildNode({ operator: 'Sigmoid', inputs: ['margin'], outputs: ['probabilities'] }),
      ],
    }),
  );
}

/** Two features, one wide layer whose [hidden, width] float weights lie in `externalFile`. */
export function bigModel(hidden: number, width: number, externalFile: string): Uint8Array {
  const weights = buildInitializer('weights', [hidden, width], new Float32Array());
  weights.dataLocation = EXTERNAL;
  weights.externalData = [{ $typeName: 'onnx.StringStringEntryProto', key: 'location', value: externalFile }];
  const node = (operator: string, inputs: string[], output: string) =>
    buildNode({ operator, inputs, outputs: [output] });
  return writeModel(
    buildModel({
      name: 'big',
      opsets: { 'ai.onnx': 17 },
      producer: PRODUCER,
      inputs: [buildTensorInfo('features', 'float', ['N', 2])],
      outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
      initializers: [buildInitializer('spread', [2, hidden], new Float32Array(2 * hidden).fill(0.01)), weights],
      nodes: [
        node('MatMul', ['features', 'spread'], 'hidden'),
        node('MatMul', ['hidden', 'weights'], 'wide'),
        buildNode({
          operator: 'ReduceMean',
          inputs: ['wide'],
          outputs: ['margin'],
          attributes: { axes: { ints: [1] }, keepdims: { int: 1 } },
        }),
        node('Sigmoid', ['margin'], 'probabilities'),
      ],
    }),
  );
}
