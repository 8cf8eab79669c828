import { buildInitializer, buildModel, buildNode, buildTensorInfo, type ModelInput } from './model.builder';
import type { OnnxModel } from './read-model';

/** y = Relu(x W) with x float [N, 2]: a small model for tests. */
export function buildSampleModel(change: Partial<ModelInput> = {}): OnnxModel {
  return buildModel({
    name: 'sample',
    nodes: [
      buildNode({ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['xw'] }),
      buildNode({ operator: 'Relu', inputs: ['xw'], outputs: ['y'] }),
    ],
    inputs: [buildTensorInfo('x', 'float', ['N', 2])],
    outputs: [buildTensorInfo('y', 'float', ['N', 1])],
    initializers: [buildInitializer('w', [2, 1], Float32Array.of(1, -2))],
    opsets: { 'ai.onnx': 17 },
    producer: { name: 'plumbline', version: '1' },
    ...change,
  });
}
