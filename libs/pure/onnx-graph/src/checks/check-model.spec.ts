import {
  buildFunction,
  buildGraph,
  buildInitializer,
  buildModel,
  buildNode,
  buildTensorInfo,
  type ModelInput,
} from '../model.builder';
import { readSkeleton, writeModel, type OnnxModel } from '../read-model';
import { buildSampleModel } from '../sample-model.builder';
import { bytesSource } from '../wire-reader';
import { checkModel } from './check-model';

const RUNTIME = { irVersion: 10, opsets: { 'ai.onnx': 21, 'ai.onnx.ml': 5, 'com.microsoft': 1 } };
const found = (model: OnnxModel, files = new Map<string, number>()) => checkModel(model, files, RUNTIME);
const codes = (change: Partial<ModelInput>) => found(buildSampleModel(change)).map(({ code }) => code);
const node = (operator: string, inputs: string[], outputs: string[], more = {}) =>
  buildNode({ operator, inputs, outputs, ...more });
const base = buildSampleModel().graph!;

it('has nothing to say about a sound model', () => expect(codes({})).toEqual([]));

describe('interface', () => {
  const typed = (name: string, value: unknown) => ({ ...buildTensorInfo(name, 'float', []), type: { value } as never });
  const map = {
    case: 'mapType',
    value: { keyType: 8, valueType: { value: { case: 'tensorType', value: { elemType: 1 } } } },
  };

  it('a dictionary as input is refused with the way round it', () => {
    const [finding] = found(buildSampleModel({ inputs: [typed('x', map)] }));
    expect(finding).toMatchObject({ code: 'input_is_map', detail: expect.stringContaining('DictVectorizer') });
    const sequence = { case: 'sequenceType', value: { elemType: { value: map } } };
    expect(codes({ inputs: [typed('x', sequence)] })).toEqual(['input_is_map']);
  });

  it('an optional input is refused; an output that is no tensor only when no other is one', () => {
    const optional = {
      case: 'optionalType',
      value: { elemType: { value: { case: 'tensorType', value: { elemType: 1 } } } },
    };
    expect(codes({ inputs: [typed('x', optional)] })).toEqual(['input_not_tensor']);
    expect(codes({ outputs: [typed('y', optional)] })).toEqual(['output_not_tensor']);
    expect(codes({ outputs: [typed('xw', optional), ...base.output] })).toEqual([]);
    expect(codes({ outputs: [{ ...buildTensorInfo('y', 'float', []), type: undefined }] })).toEqual([]);
  });
});

describe('operators', () => {
  it('of a library are refused and named; those of the runtime and of the model itself are not', () => {
    const nodes = [
      ...base.node,
      node('Steal', ['x'], ['s'], { domain: 'my.lib' }),
      node('Gelu', ['x'], ['g'], { domain: 'com.microsoft' }),
    ];
    const [finding, ...others] = found(buildSampleModel({ nodes }));
    expect(finding).toMatchObject({ code: 'operator_domain_unknown', detail: expect.stringContaining('my.lib.Steal') });
    expect(others).toEqual([]);
  });

  it('and formats newer than the runtime are refused with the version to export', () => {
    const findings = found(buildSampleModel({ opsets: { 'ai.onnx': 22 }, irVersion: 11 }));
    expect(findings.map(({ code }) => code)).toEqual(['ir_version_too_new', 'opset_too_new']);
    expect(findings[1]?.detail).toContain('target_opset=21');
  });
});

describe('tensors', () => {
  const w = (change: object) => ({
    initializers: [{ ...buildInitializer('w', [2, 1], Float32Array.of(1, 2)), ...change }],
  });

  it.each([
    ['negative', [-2n, 1n], 'tensor_too_large'],
    ['beyond 2^53', [2n ** 40n, 2n ** 40n], 'tensor_too_large'],
    ['beyond 2 GiB', [2n ** 30n], 'tensor_too_large'],
    ['of 65 dimensions', new Array<bigint>(65).fill(1n), 'tensor_too_large'],
    ['other than its data', [3n, 1n], 'tensor_data_mismatch'],
  ])('whose shape is %s are refused', (_, dims, code) => expect(codes(w({ dims }))).toEqual([code]));

  it('are measured by raw bytes, typed values, half bytes and texts alike', () => {
    expect(codes(w({ floatData: [], rawData: new Uint8Array(8) }))).toEqual([]);
    expect(codes(w({ floatData: [], rawData: new Uint8Array(7) }))).toEqual(['tensor_data_mismatch']);
    expect(codes(w({ dims: [3n], dataType: 22, floatData: [], rawData: new Uint8Array(2) }))).toEqual([]);
    expect(codes(w({ dims: [3n], dataType: 22, floatData: [], int32Data: [1, 2] }))).toEqual([]);
    expect(codes(w({ dims: [2n], dataType: 14, floatData: [1, 2, 3, 4] }))).toEqual([]);
    expect(codes(w({ dims: [2n], dataType: 8, floatData: [], stringData: [new Uint8Array()] }))).toEqual([
      'tensor_data_mismatch',
    ]);
  });

  it('are measured although their payload was left out of the skeleton', () => {
    const skeleton = (count: number, dims: number[]) => {
      const weights = { ...buildInitializer('w', dims, Float32Array.of()), rawData: new Uint8Array(count * 4) };
      return readSkeleton(bytesSource(writeModel(buildSampleModel({ initializers: [weights] }))));
    };
    expect(found(skeleton(50_000, [2, 25_000]))).toEqual([]);
    expect(found(skeleton(50_000, [2, 25_001])).map(({ code }) => code)).toEqual(['tensor_data_mismatch']);
    const whole = buildInitializer(
      'w',
      [60_000],
      BigInt64Array.from({ length: 60_000 }, (_, i) => BigInt(i)),
    );
    const typed = (dims: bigint[]) =>
      found(readSkeleton(bytesSource(writeModel(buildSampleModel({ initializers: [{ ...whole, dims }] })))));
    expect(typed([60_000n])).toEqual([]);
    expect(typed([600_000n])).toHaveLength(1);
  });
});

describe('external data', () => {
  const external = (entries: [string, string][]) => {
    const w = buildInitializer('w', [2, 1], Float32Array.of());
    w.dataLocation = 1;
    w.externalData = entries.map(([key, value]) => ({ $typeName: 'onnx.StringStringEntryProto', key, value }));
    return buildSampleModel({ initializers: [w] });
  };
  const at = (location: string, ...more: [string, string][]) => external([['location', location], ...more]);
  const files = new Map([['w.bin', 16]]);

  it.each([
    ['within the file', at('w.bin', ['offset', '8'], ['length', '8']), []],
    ['without a length', at('w.bin', ['offset', '8']), []],
    ['beyond the file', at('w.bin', ['offset', '12'], ['length', '8']), ['external_data_out_of_file']],
    ['beyond the file without a length', at('w.bin', ['offset', '12']), ['external_data_out_of_file']],
    ['of another length', at('w.bin', ['length', '4']), ['tensor_data_mismatch']],
    ['at a negative offset', at('w.bin', ['offset', '-8']), ['external_data_bad_range']],
    ['at an absurd offset', at('w.bin', ['offset', '9223372036854775807']), ['external_data_bad_range']],
    ['with an unknown key', at('w.bin', ['basepath', '/etc']), ['external_data_bad_range']],
    ['in two places', at('w.bin', ['location', '/etc/passwd']), ['external_data_ambiguous']],
    ['out of the folder', at('../w.bin'), ['external_data_unsafe']],
    ['nowhere', external([]), ['external_data_unsafe']],
    ['in a file that was not sent', at('v.bin'), ['external_data_missing']],
  ])('%s', (_, model, expected) => expect(found(model, files).map(({ code }) => code)).toEqual(expected));

  it('is found in a Constant inside a sub-graph of a function', () => {
    const [hidden] = at('/etc/passwd').graph!.initializer;
    const constant = node('Constant', [], ['c'], { attributes: { value: { tensor: hidden } } });
    const branch = buildGraph({
      name: 'b',
      nodes: [constant],
      inputs: [],
      outputs: [buildTensorInfo('c', 'float', [])],
    });
    const conditional = node('If', ['a'], ['b'], { attributes: { then_branch: { graph: branch } } });
    const one = buildFunction({
      domain: 'mine',
      name: 'F',
      inputs: ['a'],
      outputs: ['b'],
      nodes: [conditional],
      opsets: {},
    });
    expect(codes({ functions: [one] })).toEqual(['external_data_unsafe']);
  });

  it('of many tensors may not be the same megabytes over and over', () => {
    const [one] = at('w.bin').graph!.initializer;
    const initializers = Array.from({ length: 100 }, (_, i) => ({ ...one!, name: `w${i}`, dims: [2n ** 20n] }));
    const model = buildModel({ ...buildSampleModelInput(), initializers });
    expect(found(model, new Map([['w.bin', 2 ** 22]])).map(({ code }) => code)).toContain('external_data_amplified');
  });
});

const buildSampleModelInput = (): ModelInput => ({
  name: 's',
  nodes: [node('Relu', ['x'], ['y'])],
  inputs: base.input,
  outputs: base.output,
  opsets: { 'ai.onnx': 17 },
  producer: { name: 'p', version: '1' },
});

describe('size', () => {
  const call = (name: string, input: string, output: string) => node(name, [input], [output], { domain: 'mine' });
  const fn = (name: string, nodes: ReturnType<typeof node>[]) =>
    buildFunction({ domain: 'mine', name, inputs: ['a'], outputs: ['z'], nodes, opsets: { 'ai.onnx': 17 } });

  it('functions that call themselves are refused, directly, in a ring and inside a sub-graph', () => {
    expect(codes({ functions: [fn('F', [call('F', 'a', 'z')])] })).toEqual(['function_recursive']);
    expect(codes({ functions: [fn('F', [call('G', 'a', 'z')]), fn('G', [call('F', 'a', 'z')])] })).toEqual([
      'function_recursive',
    ]);
    const graph = buildGraph({ name: 'g', nodes: [call('F', 'a', 'z')], inputs: [], outputs: [] });
    const inside = node('If', ['a'], ['z'], { attributes: { then_branch: { graph } } });
    expect(codes({ functions: [fn('F', [inside])] })).toEqual(['function_recursive']);
  });

  it('functions are counted written out: 2^20 calls in 20 functions are too many, 20 calls are not', () => {
    const chain = (calls: number) =>
      Array.from({ length: 21 }, (_, i) =>
        fn(
          `F${i}`,
          i === 0
            ? [node('Neg', ['a'], ['z'])]
            : Array.from({ length: calls }, (__, k) => call(`F${i - 1}`, 'a', `z${k}`)),
        ),
      );
    expect(codes({ functions: chain(1) })).toEqual([]);
    expect(codes({ functions: chain(2) })).toEqual(['graph_too_large']);
  });

  it('sub-graphs nest 16 deep and no deeper', () => {
    const nested = (depth: number): ReturnType<typeof node> => {
      if (depth === 0) return node('Relu', ['x'], ['y']);
      const graph = buildGraph({ name: 'g', nodes: [nested(depth - 1)], inputs: [], outputs: [] });
      return node('If', ['x'], ['y'], { attributes: { then_branch: { graph } } });
    };
    expect(codes({ nodes: [nested(16)] })).toEqual([]);
    expect(codes({ nodes: [nested(17)] })).toEqual(['graph_too_large']);
  });
});

describe('names', () => {
  it('that stand for two values, or for none, are refused', () => {
    expect(codes({ nodes: [...base.node, node('Neg', ['x'], ['xw'])] })).toEqual(['name_duplicated']);
    expect(codes({ nodes: base.node.slice(1) })).toEqual(['value_missing']);
    expect(codes({ outputs: [buildTensorInfo('nothing', 'float', [])] })).toEqual(['value_missing']);
  });

  it('of initialisers may stand among the inputs as well, and an input may be left out', () => {
    expect(codes({ inputs: [...base.input, buildTensorInfo('w', 'float', [2, 1])] })).toEqual([]);
    expect(codes({ nodes: [...base.node, node('Clip', ['x', '', 'w'], ['c'])] })).toEqual([]);
  });
});
