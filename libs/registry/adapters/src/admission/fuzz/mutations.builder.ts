import { allNodes, allTensors, readModel, writeModel, type OnnxModel } from '@plumbline/onnx-graph';
import type { ZooModel } from './model-zoo.builder';

export type Random = () => number;

/** mulberry32: the same files on every machine. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)] as T;

type ByteMutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const ABSURD_VARINT = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);

function replaced(bytes: Uint8Array, at: number, drop: number, insert: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + drop)]);
}

const BYTE_MUTATIONS: Readonly<Record<string, ByteMutation>> = {
  'bit flips': (bytes, random) => {
    const copy = Uint8Array.from(bytes);
    const flips = 1 + below(random, 2);
    for (let i = 0; i < flips; i++) {
      const at = below(random, copy.length);
      copy[at] = (copy[at] as number) ^ (1 << below(random, 8));
    }
    return copy;
  },
  truncation: (bytes, random) => bytes.slice(0, below(random, bytes.length)),
  'spliced halves': (bytes, random, other) =>
    Uint8Array.from([
      ...bytes.subarray(0, below(random, bytes.length)),
      ...other.subarray(below(random, other.length)),
    ]),
  'absurd varints': (bytes, random) => replaced(bytes, below(random, bytes.length), below(random, 10), ABSURD_VARINT),
  'repeated stretch': (bytes, random) => {
    const from = below(random, bytes.length);
    return replaced(bytes, from, 0, bytes.subarray(from, from + 1 + below(random, 40)));
  },
  'random stretch': (bytes, random) => {
    const noise = Uint8Array.from({ length: 1 + below(random, 16) }, () => below(random, 256));
    return replaced(bytes, below(random, bytes.length), noise.length, noise);
  },
};

type GraphMutation = (model: OnnxModel, random: Random) => void;

const OPERATORS = [
  'Exp',
  'Log',
  'Sqrt',
  'Neg',
  'Softmax',
  'Tanh',
  'Reciprocal',
  'Floor',
  'Not',
  'Einsum',
  'TopK',
  'NonZero',
];

const GRAPH_MUTATIONS: Readonly<Record<string, GraphMutation>> = {
  'another operator': (model, random) => {
    const node = pick(random, [...allNodes(model)]);
    node.opType = pick(random, OPERATORS);
    node.domain = pick(random, ['', '', '', 'ai.onnx.ml', 'com.microsoft', 'nobody.knows']);
  },
  'swapped types': (model, random) => {
    const values = [...(model.graph?.input ?? []), ...(model.graph?.output ?? [])];
    const type = pick(random, values).type?.value;
    if (type?.case === 'tensorType') type.value.elemType = 1 + below(random, 23);
    const [tensor] = [...allTensors(model)];
    if (tensor && random() < 0.5) tensor.dataType = 1 + below(random, 23);
  },
  'huge sizes': (model, random) => {
    const sizes = [2n ** 62n, -1n, 2n ** 31n, 10n ** 12n, 0n];
    const tensors = [...allTensors(model)];
    const dims = tensors.length > 0 && random() < 0.7 ? pick(random, tensors).dims : null;
    if (dims && dims.length > 0) dims[below(random, dims.length)] = pick(random, sizes);
    else if (dims) dims.push(pick(random, sizes));
    const type = pick(random, model.graph?.input ?? [])?.type?.value;
    if (!dims && type?.case === 'tensorType') {
      type.value.shape?.dim.forEach((dim) => (dim.value = { case: 'dimValue', value: pick(random, sizes) }));
    }
  },
  'other edges': (model, random) => {
    const nodes = [...allNodes(model)];
    const names = nodes.flatMap(({ input, output }) => [...input, ...output]);
    const node = pick(random, nodes);
    if (node.input.length > 0) node.input[below(random, node.input.length)] = pick(random, names);
    if (random() < 0.3) node.output[0] = pick(random, names);
  },
  'a node less': (model, random) => {
    const nodes = model.graph?.node ?? [];
    nodes.splice(below(random, nodes.length), 1);
  },
  'other attributes': (model, random) => {
    const attributes = [...allNodes(model)].flatMap(({ attribute }) => attribute);
    if (attributes.length === 0) return void (model.graph as NonNullable<typeof model.graph>).node.reverse();
    const one = pick(random, attributes);
    const whole = [0n, -1n, 1n, 7n, 2n ** 31n, -(2n ** 62n)];
    if (one.ints.length > 0) one.ints[below(random, one.ints.length)] = pick(random, whole);
    else if (one.floats.length > 0) one.floats[below(random, one.floats.length)] = pick(random, [NaN, 1e38, -1e38, 0]);
    else if (one.strings.length > 0) one.strings.pop();
    else if (one.i !== undefined) one.i = pick(random, whole);
    else one.type = below(random, 15);
  },
};

export interface Mutant {
  readonly kind: string;
  readonly base: ZooModel;
  readonly bytes: Uint8Array;
}

/** `rounds` files of every kind of mutation of every model. */
export function mutants(zoo: readonly ZooModel[], rounds: number, seed: number): Mutant[] {
  const random = seeded(seed);
  const made: Mutant[] = [];
  for (const base of zoo) {
    for (let round = 0; round < rounds; round++) {
      for (const [kind, mutate] of Object.entries(BYTE_MUTATIONS)) {
        made.push({ kind, base, bytes: mutate(base.bytes, random, pick(random, zoo).bytes) });
      }
      for (const [kind, mutate] of Object.entries(GRAPH_MUTATIONS)) {
        const model = readModel(base.bytes);
        mutate(model, random);
        made.push({ kind, base, bytes: writeModel(model) });
      }
    }
  }
  return made;
}
