import {
  buildFunction,
  buildGraph,
  buildInitializer,
  buildNode,
  buildTensorInfo,
  type GraphProto,
  type NodeProto,
} from '@plumbline/onnx-graph';
import { EXTERNAL_WEIGHTS, externalModel, loopModel, zooModel, zooNode } from './model-zoo.builder';

/** A file made to harm: none of them may be admitted. */
export interface Bomb {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly external?: Readonly<Record<string, Uint8Array>>;
}

const W = buildInitializer('w', [3, 1], Float32Array.of(0.2, -0.1, 0.4));
const margin = zooNode('MatMul', ['features', 'w'], ['margin']);
const whole = (name: string, ...values: bigint[]) =>
  buildInitializer(name, [values.length], BigInt64Array.from(values));

/** Probability plus 0 times something enormous. */
function swollen(nodes: readonly NodeProto[], initializers: readonly ReturnType<typeof whole>[]): Uint8Array {
  return zooModel({
    nodes: [
      margin,
      ...nodes,
      zooNode('ReduceMax', ['huge'], ['most'], { keepdims: { int: 0 } }),
      zooNode('Mul', ['most', 'zero'], ['nothing']),
      zooNode('Add', ['margin', 'nothing'], ['sum']),
      zooNode('Sigmoid', ['sum'], ['probabilities']),
    ],
    initializers: [W, buildInitializer('zero', [], Float32Array.of(0)), ...initializers],
  });
}

const one = buildInitializer('one', [1, 1], Float32Array.of(1));
const memory: Bomb[] = [
  {
    name: 'ConstantOfShape of 160 GB, folded at load',
    bytes: swollen([zooNode('ConstantOfShape', ['size'], ['huge'])], [whole('size', 200_000n, 200_000n)]),
  },
  {
    name: 'Expand to 4 GB at run',
    bytes: swollen(
      [zooNode('ReduceSum', ['margin'], ['r'], { keepdims: { int: 1 } }), zooNode('Expand', ['r', 'size'], ['huge'])],
      [whole('size', 32_000n, 32_000n)],
    ),
  },
  {
    name: 'Tile to 40 GB at run',
    bytes: swollen(
      [zooNode('ReduceSum', ['margin'], ['r'], { keepdims: { int: 1 } }), zooNode('Tile', ['r', 'size'], ['huge'])],
      [whole('size', 100_000n, 100_000n)],
    ),
  },
  {
    name: 'Tile of a constant',
    bytes: swollen([zooNode('Tile', ['one', 'size'], ['huge'])], [one, whole('size', 90_000n, 90_000n)]),
  },
  {
    name: 'Range of 10^12',
    bytes: swollen(
      [zooNode('Range', ['from', 'to', 'step'], ['whole']), zooNode('Cast', ['whole'], ['huge'], { to: { int: 1 } })],
      [
        buildInitializer('from', [], BigInt64Array.of(0n)),
        buildInitializer('to', [], BigInt64Array.of(10n ** 12n)),
        buildInitializer('step', [], BigInt64Array.of(1n)),
      ],
    ),
  },
  {
    name: 'Pad by 10^10',
    bytes: swollen([zooNode('Pad', ['one', 'by'], ['huge'])], [one, whole('by', 0n, 0n, 10n ** 5n, 10n ** 5n)]),
  },
  {
    name: 'OneHot of depth 10^10',
    bytes: swollen(
      [zooNode('OneHot', ['at', 'depth', 'onoff'], ['huge'])],
      [whole('at', 1n), whole('depth', 10n ** 10n), buildInitializer('onoff', [2], Float32Array.of(0, 1))],
    ),
  },
];

/** x twice as long in every step, for ever. */
function growingLoop(): Uint8Array {
  const body = buildGraph({
    name: 'body',
    nodes: [
      zooNode('Concat', ['state', 'state'], ['next'], { axis: { int: 0 } }),
      zooNode('Identity', ['going'], ['go_on']),
    ],
    inputs: [
      buildTensorInfo('trip', 'int64', []),
      buildTensorInfo('going', 'bool', []),
      buildTensorInfo('state', 'float', ['M', 1]),
    ],
    outputs: [buildTensorInfo('go_on', 'bool', []), buildTensorInfo('next', 'float', ['K', 1])],
  });
  return swollen(
    [zooNode('Loop', ['trips', '', 'margin'], ['huge'], { body: { graph: body } })],
    [whole('trips', 2n ** 40n)],
  );
}

const endless: Bomb[] = [
  { name: 'Loop of 2^62 trips', bytes: loopModel(2n ** 62n) },
  { name: 'Loop of 2^40 trips', bytes: loopModel(2n ** 40n) },
  { name: 'Loop that doubles its state', bytes: growingLoop() },
];

function nestedIf(depth: number): Uint8Array {
  const branch = (level: number, name: string): GraphProto =>
    buildGraph({
      name,
      nodes:
        level === 0
          ? [zooNode('Identity', ['margin'], [name])]
          : [
              zooNode('If', ['yes'], [name], {
                then_branch: { graph: branch(level - 1, `${name}t`) },
                else_branch: {
                  graph: buildGraph({
                    name: 'e',
                    nodes: [zooNode('Identity', ['margin'], [`${name}e`])],
                    inputs: [],
                    outputs: [buildTensorInfo(`${name}e`, 'float', ['N', 1])],
                  }),
                },
              }),
            ],
      inputs: [],
      outputs: [buildTensorInfo(name, 'float', ['N', 1])],
    });
  return zooModel({
    nodes: [
      margin,
      zooNode('Cast', ['one'], ['yes'], { to: { int: 9 } }),
      ...branch(depth, 'p').node,
      zooNode('Sigmoid', ['p'], ['probabilities']),
    ],
    initializers: [W, buildInitializer('one', [], Float32Array.of(1))],
  });
}

/** Each function calls the one before `calls` times. */
function functions(count: number, calls: number, cyclic: boolean): Uint8Array {
  const call = (to: number, input: string, output: string) =>
    buildNode({ operator: `F${to}`, domain: 'mine', inputs: [input], outputs: [output] });
  const made = Array.from({ length: count }, (_, i) => {
    const to = i === 0 ? count - 1 : i - 1;
    const nodes =
      i === 0 && !cyclic
        ? [zooNode('Identity', ['x0'], ['x1'])]
        : Array.from({ length: calls }, (__, k) => call(to, `x${k}`, `x${k + 1}`));
    return buildFunction({
      domain: 'mine',
      name: `F${i}`,
      inputs: ['x0'],
      outputs: [`x${nodes.length}`],
      nodes,
      opsets: { 'ai.onnx': 17, mine: 1 },
    });
  });
  return zooModel({
    nodes: [margin, call(count - 1, 'margin', 'm'), zooNode('Sigmoid', ['m'], ['probabilities'])],
    opsets: { 'ai.onnx': 17, mine: 1 },
    functions: made,
  });
}

function lengthDelimited(tag: number, content: readonly number[]): number[] {
  const length: number[] = [];
  for (let rest = content.length; ; rest >>>= 7) {
    length.push(rest >= 0x80 ? (rest & 0x7f) | 0x80 : rest);
    if (rest < 0x80) return [tag, ...length, ...content];
  }
}

/** The messages of `cycle` inside each other, `depth` in all, within those of `around`; tags from the outside in. */
function nestedBytes(around: readonly number[], cycle: readonly number[], depth: number): Uint8Array {
  const tags = [...around, ...Array.from({ length: depth }, (_, level) => cycle[level % cycle.length] as number)];
  return Uint8Array.from([0x08, 8, ...tags.reduceRight<number[]>((inner, tag) => lengthDelimited(tag, inner), [])]);
}

const manyNodes = (count: number): Uint8Array =>
  zooModel({
    nodes: [
      margin,
      ...Array.from({ length: count }, (_, i) => zooNode('Neg', [i === 0 ? 'margin' : `n${i}`], [`n${i + 1}`])),
      zooNode('Sigmoid', [`n${count}`], ['probabilities']),
    ],
  });

const shapes: Bomb[] = [
  { name: 'If 40 deep', bytes: nestedIf(40) },
  { name: 'function that calls itself', bytes: functions(1, 1, true) },
  { name: 'functions in a ring', bytes: functions(5, 1, true) },
  { name: '2^30 calls of functions', bytes: functions(31, 2, false) },
  // graph > node > attribute > graph > node ...; graph > input > type > sequence > type > sequence ...
  { name: 'messages 3,000 deep', bytes: nestedBytes([0x3a], [0x0a, 0x2a, 0x32], 3_000) },
  { name: 'types 3,000 deep', bytes: nestedBytes([0x3a, 0x5a, 0x12], [0x22, 0x0a], 3_000) },
  { name: '250,000 nodes', bytes: manyNodes(250_000) },
  {
    name: 'initialiser of 2^62 values',
    bytes: zooModel({ nodes: [margin], initializers: [{ ...W, dims: [2n ** 62n] }] }),
  },
  {
    name: 'initialiser of 2^40 x 2^40 values',
    bytes: zooModel({ nodes: [margin], initializers: [{ ...W, dims: [2n ** 40n, 2n ** 40n] }] }),
  },
  { name: 'initialiser of -3 values', bytes: zooModel({ nodes: [margin], initializers: [{ ...W, dims: [-3n, 1n] }] }) },
  {
    name: '10^9 texts that are not there',
    bytes: zooModel({ nodes: [margin], initializers: [{ ...buildInitializer('w', [1], ['a']), dims: [10n ** 9n] }] }),
  },
  {
    name: 'map input',
    bytes: zooModel({
      nodes: [margin, zooNode('Sigmoid', ['margin'], ['probabilities'])],
      inputs: [
        {
          ...buildTensorInfo('features', 'float', []),
          type: {
            $typeName: 'onnx.TypeProto',
            denotation: '',
            value: { case: 'mapType', value: { $typeName: 'onnx.TypeProto.Map', keyType: 8 } },
          },
        },
      ],
    }),
  },
  {
    name: 'operator of a library',
    bytes: zooModel({
      nodes: [buildNode({ operator: 'Steal', domain: 'my.lib', inputs: ['features'], outputs: ['probabilities'] })],
      opsets: { 'ai.onnx': 17, 'my.lib': 1 },
    }),
  },
  {
    name: 'operator set 99',
    bytes: zooModel({ nodes: [margin, zooNode('Sigmoid', ['margin'], ['probabilities'])], opsets: { 'ai.onnx': 99 } }),
  },
];

const LOCATIONS = [
  '../../../../etc/passwd',
  '/etc/passwd',
  'C:\\windows\\win.ini',
  '..\\w.bin',
  'data/../../w.bin',
  'w.bin\0.txt',
  '',
  '.',
  'data//w.bin',
  '/proc/self/mem',
  '/dev/zero',
];
const traversal: Bomb[] = [
  ...LOCATIONS.map((location) => ({
    name: `external data at ${JSON.stringify(location)}`,
    bytes: externalModel({ location, length: '12' }),
  })),
  {
    name: 'external data beyond the file',
    bytes: externalModel({ location: 'w.bin', offset: '8', length: '12' }),
    external: { 'w.bin': EXTERNAL_WEIGHTS },
  },
  {
    name: 'external data at a negative offset',
    bytes: externalModel({ location: 'w.bin', offset: '-4', length: '12' }),
    external: { 'w.bin': EXTERNAL_WEIGHTS },
  },
  {
    name: 'external data at 2^63',
    bytes: externalModel({ location: 'w.bin', offset: '9223372036854775807', length: '12' }),
    external: { 'w.bin': EXTERNAL_WEIGHTS },
  },
  {
    name: 'external data of another length',
    bytes: externalModel({ location: 'w.bin', length: '8' }),
    external: { 'w.bin': EXTERNAL_WEIGHTS },
  },
  { name: 'external data that was not sent', bytes: externalModel({ location: 'w.bin' }) },
];

const text = new TextEncoder();
const files: Bomb[] = [
  { name: 'empty', bytes: new Uint8Array() },
  { name: 'zip', bytes: Uint8Array.from([0x50, 0x4b, 0x03, 0x04, ...new Uint8Array(5_000)]) },
  { name: 'gzip', bytes: Uint8Array.from([0x1f, 0x8b, 8, 0, ...new Uint8Array(500)]) },
  { name: 'pickle', bytes: Uint8Array.from([0x80, 0x04, ...text.encode('cposix\nsystem\n.')]) },
  { name: 'HTML', bytes: text.encode('<html>502 Bad Gateway</html>') },
  { name: '1 MB of 0xff', bytes: new Uint8Array(1_000_000).fill(0xff) },
  { name: '1 MB of 0x0a', bytes: new Uint8Array(1_000_000).fill(0x0a) },
  { name: 'groups within groups', bytes: new Uint8Array(200_000).fill(0x0b) },
];

export function bombs(): readonly Bomb[] {
  return [...memory, ...endless, ...shapes, ...traversal, ...files];
}
