import { columnCount, columnsDecoder } from '@plumbline/preprocessing';
import type { Feature, Signature } from '@plumbline/registry-core';
import { fromHalf } from '../half-float';
import type { Scalar } from '../scalar';
import type { Tensor } from './datatype';

/** @param at where the feature's columns begin */
type Decode = (at: number) => Scalar;

function fromText({ type }: Feature, texts: ArrayLike<unknown>): Decode {
  return (at) => {
    const text = String(texts[at]);
    if (text === '') return null;
    if (type === 'category') return text;
    if (type === 'boolean') return text === 'true' || text === '1';
    const number = Number(text);
    return Number.isFinite(number) ? number : null;
  };
}

function numbersOf({ values, datatype }: Tensor): ArrayLike<number> {
  if (datatype === 'FP16') return Array.from(values as Uint16Array, fromHalf);
  return typeof values[0] === 'bigint' ? Array.from(values, Number) : (values as Float32Array);
}

/** Back from what the tensor holds to what a caller of `:predict` would have sent; what nobody can have sent is null. */
function decodersOf(features: readonly Feature[], tensor: Tensor): Decode[] {
  if (tensor.datatype === 'BYTES') return features.map((feature) => fromText(feature, tensor.values));
  const numbers = numbersOf(tensor);
  return features.map((feature) => {
    const decode = columnsDecoder(feature);
    return (at) => decode(numbers, at);
  });
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
    const indexes = input.features.map((name) => signature.features.findIndex((feature) => feature.name === name));
    const features = indexes.map((index) => signature.features[index] as Feature);
    const width = features.reduce((sum, feature) => sum + columnCount(feature), 0);
    let column = 0;
    decodersOf(features, tensor).forEach((decode, i) => {
      for (let row = 0; row < rows; row++) {
        (result[row] as Scalar[])[indexes[i] as number] = decode(row * width + column);
      }
      column += columnCount(features[i] as Feature);
    });
  }
  return result;
}
