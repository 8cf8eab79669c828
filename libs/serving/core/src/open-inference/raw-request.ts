import type { TensorInfo } from '../versions/tensor-model';
import { elementsOf, widthOf } from './datatype';
import { tensorFromBytes, type InferRequest } from './infer-request';
import { OpenInferenceError } from './open-inference.errors';

function shapeOf({ name, shape }: TensorInfo, elements: number): number[] {
  const batch = shape.map((size, i) => (i === 0 && size === -1 ? 1 : size));
  const free = batch.flatMap((size, i) => (size === -1 ? [i] : []));
  if (free.length > 1)
    throw new OpenInferenceError(`input '${name}' has ${free.length} free sizes: a raw request can not tell them`);
  const known = elementsOf(batch.filter((size) => size !== -1));
  return batch.map((size) => (size === -1 ? elements / known : size));
}

/**
 * A body that is nothing but the one input's bytes (Inference-Header-Content-Length: 0): one row, all outputs binary.
 * @throws OpenInferenceError when the model has several inputs, or the bytes are not those of one row
 */
export function rawRequest(inputs: readonly TensorInfo[], body: Uint8Array): InferRequest {
  const [only] = inputs;
  if (only === undefined || inputs.length > 1)
    throw new OpenInferenceError(`a raw request needs a model with one input; this one has ${inputs.length}`);
  const { name, datatype } = only;
  const width = widthOf(datatype);
  const request = { parameters: {}, outputs: null, binaryByDefault: true };
  if (datatype === 'BYTES' || width === undefined) {
    const shape = shapeOf(only, 1);
    return { ...request, inputs: [tensorFromBytes(name, datatype, shape, body)] };
  }
  const shape = shapeOf(only, body.length / width);
  if (!shape.every(Number.isInteger) || elementsOf(shape) * width !== body.length)
    throw new OpenInferenceError(
      `input '${name}': ${body.length} bytes are no row of ${datatype} [${only.shape.join(', ')}]`,
    );
  return { ...request, inputs: [tensorFromBytes(name, datatype, shape, body)] };
}
