import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';

const StringEntry = { $typeName: 'onnx.StringStringEntryProto' as const };

const float32 = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

/**
 * Probability that grows with the weighted sum of two numbers: `features` [N, 2] to `probabilities` [N, 1].
 * @param external file that holds the two weights, beside the graph
 */
export function linearModel({ weight = 1, external }: { weight?: number; external?: string } = {}) {
  const values = [weight, weight];
  const weights = buildInitializer('weights', [2, 1], Float32Array.from(values));
  if (external !== undefined) {
    weights.floatData = [];
    weights.dataLocation = 1;
    weights.externalData = [{ ...StringEntry, key: 'location', value: external }];
  }
  const model = buildModel({
    ...{ name: 'tiny', opsets: { 'ai.onnx': 17 }, producer: { name: 'spec', version: '1' } },
    inputs: [buildTensorInfo('features', 'float', ['N', 2])],
    outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
    initializers: [weights],
    nodes: [
      buildNode({ operator: 'MatMul', inputs: ['features', 'weights'], outputs: ['margin'] }),
      buildNode({ operator: 'Sigmoid', inputs: ['margin'], outputs: ['probabilities'] }),
    ],
  });
  return { onnx: Buffer.from(writeModel(model)), weights: float32(values) };
}
