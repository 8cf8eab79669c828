import { inspectModel } from './inspect-model';
import { buildInitializer, buildNode, buildTensorInfo } from './model.builder';
import { nodeAttributes } from './node-attributes';
import { OnnxFormatError } from './onnx.errors';
import { readModel, writeModel } from './read-model';
import { withMetadata, withoutZipMap } from './rewrite-model';
import { buildSampleModel } from './sample-model.builder';
import { tensorValues } from './tensor-values';

it('metadata is added and replaced in a copy', () => {
  const model = buildSampleModel({ metadata: { a: '1', b: '2' } });
  expect(inspectModel(withMetadata(model, { b: '3', c: '4' })).metadata).toEqual({ a: '1', b: '3', c: '4' });
  expect(inspectModel(model).metadata).toEqual({ a: '1', b: '2' });
});

it('without its ZipMap, a model gives a plain tensor under the same output name', () => {
  const zipMap = buildNode({
    operator: 'ZipMap',
    domain: 'ai.onnx.ml',
    inputs: ['y'],
    outputs: ['probabilities'],
    attributes: { classlabels_int64s: { ints: [0] } },
  });
  const base = buildSampleModel();
  const model = buildSampleModel({
    nodes: [...base.graph!.node, zipMap],
    outputs: [buildTensorInfo('probabilities', 'float', [])],
    opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
  });
  const plain = withoutZipMap(model);
  expect(inspectModel(plain).outputs[0]).toMatchObject({ kind: 'tensor', elementType: 'float', shape: ['N', 1] });
  const last = plain.graph!.node.at(-1)!;
  expect([last.domain, last.opType, last.attribute]).toEqual(['', 'Identity', []]);
  expect([last.input, last.output]).toEqual([['y'], ['probabilities']]);
  expect(inspectModel(model).operators).toContain('ai.onnx.ml.ZipMap');
});

it('a ZipMap whose maps feed other nodes is refused; CatBoost imports no operator set for what takes its place', () => {
  const zipMap = buildNode({ operator: 'ZipMap', domain: 'ai.onnx.ml', inputs: ['y'], outputs: ['maps'] });
  const user = buildNode({ operator: 'SequenceAt', inputs: ['maps', 'w'], outputs: ['first'] });
  const base = buildSampleModel();
  const inside = (outputs: string[], nodes = [zipMap]) =>
    buildSampleModel({
      nodes: [...base.graph!.node, ...nodes],
      outputs: outputs.map((name) => buildTensorInfo(name, 'float', [])),
      opsets: { 'ai.onnx.ml': 2 },
    });
  expect(() => withoutZipMap(inside(['maps'], [zipMap, user]))).toThrow(/middle of the graph/);
  expect(() => withoutZipMap(inside(['y']))).toThrow(/middle of the graph/);
  expect(inspectModel(withoutZipMap(inside(['maps']))).opsets).toEqual({ 'ai.onnx.ml': 2, 'ai.onnx': 13 });
});

it('attributes are read back as they were given', () => {
  const attributes = {
    alpha: { float: 0.5 },
    axis: { int: 0 },
    mode: { string: 'LOGISTIC' },
    weights: { floats: [1.5, -2] },
    ids: { ints: [0, -3, 2 ** 40] },
    names: { strings: ['ja', 'né'] },
  };
  const node = buildNode({ operator: 'Any', inputs: [], outputs: ['o'], attributes });
  const read = readModel(writeModel(buildSampleModel({ nodes: [node] }))).graph!.node[0]!;
  expect(Object.fromEntries(nodeAttributes(read))).toEqual({
    alpha: { kind: 'float', value: 0.5 },
    axis: { kind: 'int', value: 0 },
    mode: { kind: 'string', value: 'LOGISTIC' },
    weights: { kind: 'floats', value: [1.5, -2] },
    ids: { kind: 'ints', value: [0, -3, 2 ** 40] },
    names: { kind: 'strings', value: ['ja', 'né'] },
  });
});

it('tensor values are the same from typed fields and from raw little-endian bytes', () => {
  const typed = buildInitializer('t', [3], Float32Array.of(1, -2.5, 3));
  const raw = { ...typed, floatData: [], rawData: new Uint8Array(Float32Array.of(1, -2.5, 3).buffer) };
  expect([...tensorValues(typed)]).toEqual([1, -2.5, 3]);
  expect([...tensorValues(raw)]).toEqual([1, -2.5, 3]);
  expect([...tensorValues(buildInitializer('i', [2], BigInt64Array.of(5n, -6n)))]).toEqual([5, -6]);
});

it('a tensor whose values do not fit its shape, or are no numbers, is refused', () => {
  expect(() => tensorValues(buildInitializer('t', [4], Float32Array.of(1)))).toThrow(OnnxFormatError);
  expect(() => tensorValues(buildInitializer('s', [1], ['a']))).toThrow(/not read as numbers/);
});
