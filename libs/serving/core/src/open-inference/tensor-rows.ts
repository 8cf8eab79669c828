import type { Feature, Signature } from '@plumbline/registry-core';
import { fromHalf } from '../half-float';
import type { Scalar } from '../scalar';
import type { Tensor } from './datatype';

type Decode = (value: number | bigint | string) => Scalar;

function fromText({ type }: Feature): Decode {
  return (value) => {
    const text = String(value);
    if (text === '') return null;
    if (type === 'category') return text;
    if (type === 'boolean') return text === 'true' || text === '1';
    const number = Number(text);
    return Number.isFinite(number) ? number : null;
  };
}

/** Back from what the tensor holds to what a caller of `:predict` would have sent; what nobody can have sent is null. */
function decoderOf(feature: Feature, datatype: Tensor['datatype']): Decode {
  if (datatype === 'BYTES') return fromText(feature);
  const { type, categories = [] } = feature;
  const number: (value: number | bigint | string) => number =
    datatype === 'FP16' ? (value) => fromHalf(Number(value)) : Number;
  if (type === 'category') return (value) => categories[number(value)] ?? null;
  if (type === 'boolean') return (value) => (Number.isNaN(number(value)) ? null : number(value) !== 0);
  return (value) => {
    const read = number(value);
    return Number.isFinite(read) ? read : null;
  };
}

/**
 * Rows in the signature's feature order, read back from the graph's input tensors, so that a prediction by tensors leaves
 * the same event as one by names.
 */
export function tensorRows(signature: Signature, tensors: readonly Tensor[], rows: number): Scalar[][] {
  const result = Array.from({ length: rows }, () => new Array<Scalar>(signature.features.length).fill(null));
  for (const input of signature.inputs) {
    const tensor = tensors.find(({ name }) => name === input.name);
    if (!tensor) continue;
    const { values, datatype } = tensor;
    const width = input.features.length;
    input.features.forEach((name, column) => {
      const index = signature.features.findIndex((feature) => feature.name === name);
      const decode = decoderOf(signature.features[index] as Feature, datatype);
      for (let row = 0; row < rows; row++)
        (result[row] as Scalar[])[index] = decode(values[row * width + column] as number | bigint | string);
    });
  }
  return result;
}
