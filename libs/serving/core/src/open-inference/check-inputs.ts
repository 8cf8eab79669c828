import type { TensorInfo } from '../versions/tensor-model';
import type { Tensor } from './datatype';
import { OpenInferenceError } from './open-inference.errors';

const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

function checkShape({ name, shape }: Tensor, wanted: readonly number[]): void {
  const fits = shape.length === wanted.length && wanted.every((size, i) => size === -1 || size === shape[i]);
  if (fits) return;
  throw new OpenInferenceError(`input '${name}' has shape ${shapeText(shape)}; the model takes ${shapeText(wanted)}`);
}

/**
 * The request's tensors in the graph's order.
 * @returns with the number of rows, which all of them share
 * @throws OpenInferenceError naming an input that is missing, unknown, or of another type or shape
 */
export function checkInputs(
  wanted: readonly TensorInfo[],
  given: readonly Tensor[],
): { tensors: Tensor[]; rows: number } {
  const byName = new Map(given.map((tensor) => [tensor.name, tensor]));
  const names = wanted.map(({ name }) => name);
  const twice = given.find((tensor) => byName.get(tensor.name) !== tensor);
  if (twice) throw new OpenInferenceError(`input '${twice.name}' is there twice`);
  const unknown = given.find(({ name }) => !names.includes(name));
  if (unknown) throw new OpenInferenceError(`there is no input '${unknown.name}'; the model takes ${names.join(', ')}`);
  const tensors = wanted.map(({ name, datatype, shape }) => {
    const tensor = byName.get(name);
    if (!tensor) throw new OpenInferenceError(`input '${name}' is missing; the model takes ${names.join(', ')}`);
    if (tensor.datatype !== datatype)
      throw new OpenInferenceError(`input '${name}' is ${tensor.datatype}; the model takes ${datatype}`);
    checkShape(tensor, shape);
    return tensor;
  });
  const rows = tensors[0]?.shape[0] ?? 1;
  const other = tensors.find(({ shape }) => (shape[0] ?? 1) !== rows);
  if (other)
    throw new OpenInferenceError(`input '${other.name}' has ${other.shape[0]} rows, '${tensors[0]?.name}' has ${rows}`);
  if (rows === 0) throw new OpenInferenceError('there is no row: send at least one');
  return { tensors, rows };
}
