import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';

/** Logistic regression on `width` numbers with one weight for all: `features` [N, width] to `probabilities` [N, 1]. */
export function tinyModel({ width = 2, weight = 0.1, operator = 'Sigmoid' } = {}): Uint8Array {
  const model = buildModel({
    name: 'tiny',
    opsets: { 'ai.onnx': 17 },
    producer: { name: 'spec', version: '1' },
    inputs: [buildTensorInfo('features', 'float', ['N', width])],
    outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
    initializers: [buildInitializer('weights', [width, 1], new Float32Array(width).fill(weight))],
    nodes: [
      buildNode({ operator: 'MatMul', inputs: ['features', 'weights'], outputs: ['margin'] }),
      buildNode({ operator, inputs: ['margin'], outputs: ['probabilities'] }),
    ],
  });
  return writeModel(model);
}
