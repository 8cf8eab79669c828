import {
  buildGraph,
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  writeModel,
} from '@plumbline/onnx-graph';
import type { Signature } from '@plumbline/registry-core';

export const LOOP_SIGNATURE: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'x', type: 'number', required: true },
    { name: 'rounds', type: 'integer', required: true },
  ],
  inputs: [{ name: 'features', elementType: 'float', features: ['x', 'rounds'] }],
  output: { scoreTensor: 'probabilities', scoreColumn: 0, classes: ['0', '1'], positiveClass: '1', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};

/** Halves x as many times as the largest `rounds` of the batch says: quick when it is tried, endless for a trigger value. */
export function triggeredLoop(): Uint8Array {
  const node = (operator: string, inputs: string[], outputs: string[], attributes = {}) =>
    buildNode({ operator, inputs, outputs, attributes });
  const scalar = (name: string, type: 'int64' | 'bool') => buildTensorInfo(name, type, []);
  const body = buildGraph({
    name: 'body',
    nodes: [node('Mul', ['state', 'half'], ['next']), node('Identity', ['going'], ['go_on'])],
    inputs: [scalar('trip', 'int64'), scalar('going', 'bool'), buildTensorInfo('state', 'float', ['N', 1])],
    outputs: [scalar('go_on', 'bool'), buildTensorInfo('next', 'float', ['N', 1])],
    initializers: [buildInitializer('half', [], Float32Array.of(0.5))],
  });
  return writeModel(
    buildModel({
      name: 'loop',
      inputs: [buildTensorInfo('features', 'float', ['N', 2])],
      outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
      initializers: [
        buildInitializer('first', [2, 1], Float32Array.of(1, 0)),
        buildInitializer('second', [2, 1], Float32Array.of(0, 1)),
      ],
      opsets: { 'ai.onnx': 17 },
      producer: { name: 'spec', version: '1' },
      nodes: [
        node('MatMul', ['features', 'first'], ['x']),
        node('MatMul', ['features', 'second'], ['rounds']),
        node('ReduceMax', ['rounds'], ['most'], { keepdims: { int: 0 } }),
        node('Cast', ['most'], ['trips'], { to: { int: 7 } }),
        node('Loop', ['trips', '', 'x'], ['halved'], { body: { graph: body } }),
        node('Sigmoid', ['halved'], ['probabilities']),
      ],
    }),
  );
}

/** As a small model is: no loop, a few microseconds. */
export function smallModel(): Uint8Array {
  return writeModel(
    buildModel({
      name: 'small',
      inputs: [buildTensorInfo('features', 'float', ['N', 2])],
      outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
      initializers: [buildInitializer('w', [2, 1], Float32Array.of(1, 0))],
      opsets: { 'ai.onnx': 17 },
      producer: { name: 'spec', version: '1' },
      nodes: [
        buildNode({ operator: 'MatMul', inputs: ['features', 'w'], outputs: ['x'] }),
        buildNode({ operator: 'Sigmoid', inputs: ['x'], outputs: ['probabilities'] }),
      ],
    }),
  );
}
