import { parse } from 'yaml';
import type { InputHint } from '../../signature/infer-options';
import { MlflowInvalidError } from '../mlflow.errors';

/** One column of the model's input, as the `signature` of an `MLmodel` or an example tells it. */
export interface ColumnHint extends InputHint {
  /** In MLflow's words: `double`, `long`, `string`. */
  readonly type: string;
  readonly required: boolean;
}

export interface Mlmodel {
  readonly flavors: readonly string[];
  /** Name of the ONNX file; null: the model has no ONNX flavor. */
  readonly onnxFile: string | null;
  /** null: the signature names no columns (a tensor, `any`, or none at all). */
  readonly columns: readonly ColumnHint[] | null;
  /** `metadata.plumbline`: what the notebook says about the model; undefined when it says nothing. */
  readonly told: unknown;
  /** Names of files with example rows, the best first. */
  readonly examples: readonly string[];
}

/** Others say nothing that the graph does not say: `any`, `tensor`, `object`. */
const TYPES = ['boolean', 'integer', 'long', 'float', 'double', 'string'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function columnsOf(inputs: unknown): ColumnHint[] | null {
  if (typeof inputs !== 'string') return null;
  let columns: unknown;
  try {
    columns = JSON.parse(inputs);
  } catch (error) {
    throw new MlflowInvalidError('MLmodel: signature.inputs is no JSON.', error);
  }
  if (!Array.isArray(columns) || columns.length === 0) return null;
  const hints = columns.map((column: unknown): ColumnHint | null => {
    if (!isObject(column)) return null;
    const { type, name, required } = column;
    const isPlain = typeof type === 'string' && TYPES.includes(type) && typeof name === 'string';
    return isPlain ? { name, type, required: required !== false } : null;
  });
  return hints.every((hint) => hint !== null) ? hints : null;
}

/** @throws MlflowInvalidError */
export function readMlmodel(text: string): Mlmodel {
  let read: unknown;
  try {
    read = parse(text, { maxAliasCount: 0, schema: 'core' });
  } catch (error) {
    throw new MlflowInvalidError(`MLmodel is no YAML that can be read: ${(error as Error).message}`, error);
  }
  if (!isObject(read) || !isObject(read['flavors']))
    throw new MlflowInvalidError('MLmodel names no flavors: log the model with `mlflow.onnx.log_model`.');
  const { flavors, signature, metadata, saved_input_example_info: example } = read;
  const onnx = flavors['onnx'];
  const data = isObject(onnx) ? (onnx['data'] ?? 'model.onnx') : null;
  const named = isObject(example) ? [example['artifact_path'], example['serving_input_path']] : [];
  return {
    flavors: Object.keys(flavors),
    onnxFile: typeof data === 'string' ? data : null,
    columns: isObject(signature) ? columnsOf(signature['inputs']) : null,
    told: isObject(metadata) ? metadata['plumbline'] : undefined,
    examples: [...new Set([...named, 'input_example.json', 'serving_input_example.json'])].filter(
      (name) => typeof name === 'string',
    ),
  };
}
