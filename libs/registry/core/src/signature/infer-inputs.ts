import type { GraphDescription, TensorDescription } from '../artifact/graph-description';
import { invalidVersion } from '../registry.errors';
import type { ModelInput } from './signature';
import { describeTensor, fixedRows, inputWidth, rowShapeFor } from './tensor-shape';

const ELEMENT_TYPES: readonly ModelInput['elementType'][] = [
  'float',
  'double',
  'float16',
  'int64',
  'int32',
  'bool',
  'string',
];
const MAX_RANK = 3;

const isElementType = (text: string): text is ModelInput['elementType'] =>
  (ELEMENT_TYPES as readonly string[]).includes(text);

/** Why no row of a table can go into this input, and what to do; null when it can. */
export function inputObstacle(tensor: TensorDescription): string | null {
  const { name, kind, elementType, shape } = tensor;
  const said = `input ${name} takes ${describeTensor(tensor)}`;
  if (kind !== 'tensor')
    return `${said}; a row of a table goes into tensors only. Export the model with one tensor of all columns, or one a column (skl2onnx: initial_types)`;
  if (!isElementType(elementType))
    return `${said}; supported are ${ELEMENT_TYPES.join(', ')}. Export it with a cast from one of them`;
  if (shape !== null && shape.length === 0)
    return `${said}, one value for all rows. Make it a constant of the graph, or give it a size for the rows`;
  if (shape !== null && shape.length > MAX_RANK)
    return `${said}, ${shape.length} sizes; at most ${MAX_RANK} are supported. Take [rows, values] and reshape inside the graph`;
  return null;
}

function elementTypeOf(tensor: TensorDescription): ModelInput['elementType'] {
  const obstacle = inputObstacle(tensor);
  if (obstacle !== null) throw invalidVersion('input_unsupported', '/artifact', obstacle);
  return tensor.elementType as ModelInput['elementType'];
}

/** What is known of the table's columns before they are read as features. */
export interface ColumnFacts {
  /** Whether it holds text, for graphs that take numbers and texts apart. */
  readonly isText: (name: string) => boolean;
  /** Values that it has in a tensor: more than one where it is one-hot. */
  readonly widthOf: (name: string) => number;
}

const totalWidth = (names: readonly string[], { widthOf }: ColumnFacts): number =>
  names.reduce((sum, name) => sum + widthOf(name), 0);

/** As many as fill the tensor. */
function leading(names: readonly string[], width: number, facts: ColumnFacts): string[] {
  const taken: string[] = [];
  for (const name of names) {
    if (totalWidth([...taken, name], facts) > width) break;
    taken.push(name);
  }
  return taken;
}

function feed(tensor: TensorDescription, features: readonly string[], facts: ColumnFacts): ModelInput {
  const rowShape = rowShapeFor(tensor, totalWidth(features, facts));
  if (rowShape === null) {
    const detail = `input ${tensor.name} takes ${describeTensor(tensor)}, and ${features.length} columns do not fit into it: send a signature`;
    throw invalidVersion('signature_not_inferred', '/manifest/signature', detail);
  }
  const input = { name: tensor.name, elementType: elementTypeOf(tensor), features: [...features] };
  return rowShape === undefined ? input : { ...input, rowShape };
}

/** One tensor `features` of float32 [rows, features]: what our own trainers write. */
export function standardInputs(features: readonly string[]): ModelInput[] {
  return [{ name: 'features', elementType: 'float', features: [...features] }];
}

/** Exporters may not keep spaces and dots of a column's name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const columnFor = (tensor: TensorDescription, columns: readonly string[]): string | undefined =>
  columns.find((name) => name === tensor.name) ?? columns.find((name) => plain(name) === plain(tensor.name));

function notFed(tensor: TensorDescription, columns: readonly string[]): Error {
  const detail = `the model's input ${tensor.name} is no column of the reference, which has ${columns.join(', ')}. Rename the column, or send a signature`;
  return invalidVersion('signature_not_inferred', '/manifest/signature', detail);
}

const isText = ({ elementType }: TensorDescription): boolean => elementType === 'string';

export interface InferredInputs {
  readonly inputs: ModelInput[];
  readonly because: string;
}

/** Several wide tensors: columns named after the tensor, else texts to text tensors and the rest in the table's order. */
function wideInputs(
  tensors: readonly TensorDescription[],
  rest: readonly string[],
  facts: ColumnFacts,
): Map<string, string[]> {
  const left = new Set(rest);
  const split = tensors.some(isText) && tensors.some((tensor) => !isText(tensor));
  return new Map(
    tensors.map((tensor) => {
      const own = [...left].filter((name) => plain(name).startsWith(plain(tensor.name)) && /\d$/.test(name));
      const width = inputWidth(tensor);
      const named = width !== null && totalWidth(own, facts) === width;
      const fitting = named ? own : [...left].filter((name) => !split || facts.isText(name) === isText(tensor));
      const taken = width === null ? fitting : leading(fitting, width, facts);
      if (taken.length === 0 || (width !== null && totalWidth(taken, facts) < width)) throw notFed(tensor, rest);
      taken.forEach((name) => left.delete(name));
      return [tensor.name, taken];
    }),
  );
}

function severalInputs(
  tensors: readonly TensorDescription[],
  columns: readonly string[],
  facts: ColumnFacts,
): InferredInputs {
  tensors.forEach(elementTypeOf);
  const single = tensors.filter((tensor) => inputWidth(tensor) === 1 || columnFor(tensor, columns) !== undefined);
  const wide = tensors.filter((tensor) => !single.includes(tensor));
  const byName = new Map(
    single.map((tensor) => {
      const column = columnFor(tensor, columns);
      if (column === undefined) throw notFed(tensor, columns);
      return [tensor.name, [column]];
    }),
  );
  const taken = new Set([...byName.values()].flat());
  const rest = columns.filter((name) => !taken.has(name));
  const wideFeatures = wideInputs(wide, rest, facts);
  const inputs = tensors.map((tensor) =>
    feed(tensor, byName.get(tensor.name) ?? wideFeatures.get(tensor.name) ?? [], facts),
  );
  const because = wide.length === 0 ? 'each input has the name of a column' : wideReason(wide, single.length);
  return { inputs, because };
}

const wideReason = (wide: readonly TensorDescription[], single: number): string =>
  `${wide.map(({ name }) => name).join(' and ')} ${wide.length === 1 ? 'takes' : 'take'} the columns ${single === 0 ? '' : 'that no other input is named after, '}in their order, texts into text tensors`;

/** How columns feed the graph: one tensor of all columns, one a column, or several of several. */
export function inferInputs(
  { inputs }: GraphDescription,
  columns: readonly string[],
  facts: ColumnFacts,
): InferredInputs {
  const [only] = inputs;
  if (only === undefined) throw invalidVersion('input_missing', '/artifact', 'the model has no input: export it again');
  elementTypeOf(only);
  const matchesOne = columnFor(only, columns) !== undefined && inputWidth(only) === 1;
  if (inputs.length > 1 || (matchesOne && columns.length > 1)) return severalInputs(inputs, columns, facts);
  const width = inputWidth(only);
  const values = totalWidth(columns, facts);
  if (width !== null && width !== values) {
    const wider = values === columns.length ? '' : `, ${values} values with their preprocessing`;
    const detail = `the model takes ${width} values a row in ${only.name}; the reference leaves ${columns.length} columns after the label and "drop"${wider}: ${columns.join(', ')}. Drop what the model was not trained on, or send a signature`;
    throw invalidVersion('signature_not_inferred', '/manifest/drop', detail);
  }
  const because = `${only.name} takes all ${columns.length} columns, in their order`;
  return { inputs: [feed(only, columns, facts)], because };
}

/** Names for columns that nobody named: the input's own, or `<input>_0`, `<input>_1` ... for a wide tensor. */
export function columnsOfGraph({ inputs }: GraphDescription): string[] {
  return inputs.flatMap((tensor) => {
    elementTypeOf(tensor);
    const width = inputWidth(tensor);
    if (width === null) {
      const detail = `input ${tensor.name} does not say how many values a row it takes (${describeTensor(tensor)}): send the training data as \`reference\`, or name the columns in \`inputs\``;
      throw invalidVersion('signature_not_inferred', '/manifest/inputs', detail);
    }
    return width === 1 ? [tensor.name] : Array.from({ length: width }, (_, k) => `${tensor.name}_${k}`);
  });
}

/** The batch that the graph was exported for; undefined: any. */
export function inferBatchRows({ inputs }: GraphDescription): number | undefined {
  const sizes = new Set(inputs.map(fixedRows).filter((rows) => rows !== undefined));
  if (sizes.size > 1) {
    const detail = `the inputs are fixed to ${[...sizes].join(' and ')} rows: export the model with one batch size, or a free one`;
    throw invalidVersion('input_unsupported', '/artifact', detail);
  }
  return [...sizes][0];
}
