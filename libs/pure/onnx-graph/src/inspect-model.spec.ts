import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  FunctionProtoSchema,
  GraphProtoSchema,
  TensorProto_DataLocation,
  ValueInfoProtoSchema,
} from './generated/onnx_pb';
import { inspectModel } from './inspect-model';
import { buildInitializer, buildNode, buildTensorInfo } from './model.builder';
import { readModel, writeModel } from './read-model';
import { buildSampleModel } from './sample-model.builder';

it('a model tells inputs, outputs, operators, operator sets and producer', () => {
  const bytes = writeModel(buildSampleModel({ metadata: { author: 'a' } }));
  expect(inspectModel(readModel(bytes))).toEqual({
    irVersion: 8,
    opsets: { 'ai.onnx': 17 },
    producer: { name: 'plumbline', version: '1' },
    inputs: [
      { name: 'x', kind: 'tensor', elementType: 'float', shape: ['N', 2], rankKnown: true, type: 'tensor(float)' },
    ],
    outputs: [
      { name: 'y', kind: 'tensor', elementType: 'float', shape: ['N', 1], rankKnown: true, type: 'tensor(float)' },
    ],
    operators: ['MatMul', 'Relu'],
    externalData: [],
    customDomains: [],
    metadata: { author: 'a' },
  });
});

it('an initialiser that an old IR lists among the inputs is no input', () => {
  const inputs = [buildTensorInfo('x', 'float', ['N', 2]), buildTensorInfo('w', 'float', [2, 1])];
  expect(inspectModel(buildSampleModel({ inputs, irVersion: 3 })).inputs.map(({ name }) => name)).toEqual(['x']);
});

it.each([
  ['int64', 'int64'],
  ['string', 'string'],
  ['bool', 'bool'],
  ['double', 'double'],
] as const)('element type %s and sizes left open are told as such', (type, expected) => {
  const { inputs } = inspectModel(buildSampleModel({ inputs: [buildTensorInfo('x', type, [null, -1, 3])] }));
  expect(inputs[0]).toMatchObject({ elementType: expected, shape: [null, null, 3] });
});

it('a ZipMap output is a sequence of maps; a tensor without a shape has no known rank', () => {
  const map = { case: 'mapType' as const, value: { keyType: 7, valueType: tensorType() } };
  const info = create(ValueInfoProtoSchema, {
    name: 'probabilities',
    type: { value: { case: 'sequenceType', value: { elemType: { value: map } } } },
  });
  expect(inspectModel(buildSampleModel({ outputs: [info] })).outputs[0]).toEqual({
    name: 'probabilities',
    kind: 'sequence',
    elementType: 'float',
    shape: [],
    rankKnown: false,
    type: 'seq(map(int64,tensor(float)))',
  });
});

function tensorType() {
  return { value: { case: 'tensorType' as const, value: { elemType: 1 } } };
}

it('operators and external data are found inside sub-graphs and functions too', () => {
  const weights = buildInitializer('v', [1], Float32Array.of(1));
  weights.dataLocation = TensorProto_DataLocation.EXTERNAL;
  weights.externalData = [{ $typeName: 'onnx.StringStringEntryProto', key: 'location', value: 'weights.bin' }];
  const branch = create(GraphProtoSchema, {
    node: [buildNode({ operator: 'Sin', inputs: ['v'], outputs: ['s'] })],
    initializer: [weights],
  });
  const conditional = buildNode({ operator: 'If', inputs: ['c'], outputs: ['y'] });
  conditional.attribute = [
    create(AttributeProtoSchema, { name: 'then_branch', type: AttributeProto_AttributeType.GRAPH, g: branch }),
  ];
  const model = buildSampleModel({ nodes: [conditional] });
  model.functions = [
    create(FunctionProtoSchema, {
      name: 'Twice',
      domain: 'mine',
      node: [buildNode({ operator: 'Add', inputs: ['a', 'a'], outputs: ['b'] })],
    }),
  ];
  const summary = inspectModel(model);
  expect(summary.operators).toEqual(['Add', 'If', 'Sin']);
  expect(summary.externalData).toEqual(['weights.bin']);
});

it('a domain is custom when neither ONNX nor the model defines its operators', () => {
  const node = (domain: string, operator: string) => buildNode({ domain, operator, inputs: ['x'], outputs: ['y'] });
  const nodes = [node('ai.onnx.ml', 'Scaler'), node('mine', 'Twice'), node('com.microsoft', 'Gelu'), node('', 'Relu')];
  const model = buildSampleModel({ nodes });
  model.functions = [create(FunctionProtoSchema, { name: 'Twice', domain: 'mine' })];
  expect(inspectModel(model).customDomains).toEqual(['com.microsoft']);
  expect(inspectModel(model).operators).toContain('ai.onnx.ml.Scaler');
});
