import { fromHalf } from '../half-float';
import { ModelOutputError } from '../serving.errors';

export interface OutputTensor {
  /** Rows first; all sizes after it but one are 1. */
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
  /** The runtime's name of the element type; needed to tell float16 (bits in a Uint16Array) from numbers. */
  readonly type?: string;
}

export type Outputs = Readonly<Record<string, OutputTensor>>;

export interface OutputMatrix {
  readonly data: OutputTensor['data'];
  readonly columns: number;
}

function halves(data: Uint16Array): Float32Array {
  return Float32Array.from(data, fromHalf);
}

/**
 * The tensor as a matrix of `rows`: [rows], [rows, columns], and higher ranks whose other sizes are 1.
 * @throws ModelOutputError when the graph did not answer that
 */
export function outputMatrix(outputs: Outputs, name: string, rows: number): OutputMatrix {
  const tensor = outputs[name];
  if (!tensor) throw new ModelOutputError(`there is no tensor "${name}"`);
  const { dims, data, type } = tensor;
  const sizes = dims.slice(1).filter((size) => size !== 1);
  const columns = sizes[0] ?? 1;
  if (dims[0] !== rows || sizes.length > 1 || data.length !== rows * columns) {
    throw new ModelOutputError(`"${name}" has shape [${dims.join(', ')}] for ${rows} rows`);
  }
  return { data: type === 'float16' && data instanceof Uint16Array ? halves(data) : data, columns };
}
