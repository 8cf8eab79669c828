import type { GraphDescription, TensorDescription } from '../artifact/artifact-inspector.port';
import { invalidVersion } from '../registry.errors';
import type { ModelInput } from './signature';

const ELEMENT_TYPES: readonly ModelInput['elementType'][] = ['float', 'double', 'int64', 'int32', 'bool', 'string'];

const isElementType = (text: string): text is ModelInput['elementType'] =>
  (ELEMENT_TYPES as readonly string[]).includes(text);

function elementTypeOf({ name, elementType }: TensorDescription): ModelInput['elementType'] {
  if (isElementType(elementType)) return elementType;
  const detail = `input ${name} takes ${elementType}; supported are ${ELEMENT_TYPES.join(', ')}. Export it with a cast`;
  throw invalidVersion('input_unsupported', '/artifact', detail);
}

/** Values a row takes: the product of all sizes but the first; null when one is not fixed. */
export function inputWidth({ shape }: TensorDescription): number | null {
  if (shape === null) return null;
  return shape
    .slice(1)
    .reduce<number | null>((width, size) => (width === null || typeof size !== 'number' ? null : width * size), 1);
}

/** One tensor `features` of float32 [rows, features]: what our own trainers write. */
export function standardInputs(features: readonly string[]): ModelInput[] {
  return [{ name: 'features', elementType: 'float', features: [...features] }];
}

/** Exporters may not keep spaces and dots of a column's name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function inputPerColumn(tensors: readonly TensorDescription[], columns: readonly string[]): ModelInput[] {
  return tensors.map((tensor) => {
    const column =
      columns.find((name) => name === tensor.name) ?? columns.find((name) => plain(name) === plain(tensor.name));
    if (column === undefined) {
      const detail = `the model's input ${tensor.name} is no column of the reference, which has ${columns.join(', ')}. Rename the column, or send a signature`;
      throw invalidVersion('signature_not_inferred', '/manifest/signature', detail);
    }
    return { name: tensor.name, elementType: elementTypeOf(tensor), features: [column] };
  });
}

/** How the table's candidate columns feed the graph: one tensor of all columns, or one tensor a column. */
export function inferInputs({ inputs }: GraphDescription, columns: readonly string[]): ModelInput[] {
  const [only] = inputs;
  if (only === undefined) throw invalidVersion('input_missing', '/artifact', 'the model has no input: export it again');
  const matchesOne = columns.some((name) => plain(name) === plain(only.name)) && inputWidth(only) === 1;
  if (inputs.length > 1 || (matchesOne && columns.length > 1)) return inputPerColumn(inputs, columns);
  const width = inputWidth(only);
  if (width !== null && width !== columns.length) {
    const detail = `the model takes ${width} values a row in ${only.name}; the reference leaves ${columns.length} columns after the label and "drop": ${columns.join(', ')}. Drop what the model was not trained on, or send a signature`;
    throw invalidVersion('signature_not_inferred', '/manifest/drop', detail);
  }
  return [{ name: only.name, elementType: elementTypeOf(only), features: [...columns] }];
}
