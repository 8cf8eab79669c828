import type { Feature, ModelInput, Signature } from '@plumbline/registry-core';
import type { FeatureRow, Scalar } from '../scalar';
import { EncodingError } from '../serving.errors';
import { valueEncoder } from './encode-value';
import type { ElementType } from './tensor-capacity';

export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | string[];

export interface InputTensor {
  readonly name: string;
  readonly elementType: ElementType;
  /** [rows, features], row-major. */
  readonly dims: readonly [number, number];
  readonly data: TensorData;
}

export interface Encoder {
  /** Rows in the signature's feature order, validated -> one tensor an input. */
  encodeRows(rows: readonly FeatureRow[]): InputTensor[];
  /** The same from numbers already encoded by `encodeMatrix`. */
  encodeNumbers(matrix: Float32Array, rows: number): InputTensor[];
}

interface Column {
  readonly feature: Feature;
  readonly index: number;
  readonly encode: (value: Scalar | undefined) => number;
}

function wholeNumber(value: number, { feature }: Column): number {
  if (Number.isInteger(value)) return value;
  throw new EncodingError(feature.name, 'an integer tensor holds no missing value, unseen category or fraction');
}

/** The number at (row, column) of the signature's features, or the text that a string tensor takes there. */
interface Source {
  readonly rows: number;
  number(row: number, column: Column): number;
  text(row: number, column: Column): string;
}

const textOf = (value: Scalar | undefined): string => (value === null || value === undefined ? '' : String(value));

function numericText(value: number, { type, categories }: Feature): string {
  if (Number.isNaN(value)) return '';
  if (type === 'category') return categories?.[value] ?? '';
  return type === 'boolean' ? String(value === 1) : String(value);
}

function fill<T extends TensorData>(data: T, source: Source, columns: readonly Column[], at: CellWriter<T>): T {
  let position = 0;
  for (let row = 0; row < source.rows; row++) {
    for (const column of columns) at(data, position++, source, row, column);
  }
  return data;
}
type CellWriter<T> = (data: T, position: number, source: Source, row: number, column: Column) => void;

const writeNumber: CellWriter<Float32Array | Float64Array> = (data, position, source, row, column) => {
  data[position] = source.number(row, column);
};
const writeWhole: CellWriter<Int32Array | Uint8Array> = (data, position, source, row, column) => {
  data[position] = wholeNumber(source.number(row, column), column);
};

function tensorData(elementType: ElementType, source: Source, columns: readonly Column[]): TensorData {
  const cells = source.rows * columns.length;
  switch (elementType) {
    case 'float':
      return fill(new Float32Array(cells), source, columns, writeNumber);
    case 'double':
      return fill(new Float64Array(cells), source, columns, writeNumber);
    case 'int32':
      return fill(new Int32Array(cells), source, columns, writeWhole);
    case 'bool':
      return fill(new Uint8Array(cells), source, columns, writeWhole);
    case 'int64':
      return fill(new BigInt64Array(cells), source, columns, (data, position, from, row, column) => {
        data[position] = BigInt(wholeNumber(from.number(row, column), column));
      });
    case 'string':
      return fill(new Array<string>(cells), source, columns, (data, position, from, row, column) => {
        data[position] = from.text(row, column);
      });
  }
}

function compileColumns(signature: Signature, { name: tensor, features }: ModelInput): Column[] {
  return features.map((name) => {
    const index = signature.features.findIndex((feature) => feature.name === name);
    const feature = signature.features[index];
    if (!feature) throw new EncodingError(name, `input "${tensor}" asks for it and the signature has no such feature`);
    return { feature, index, encode: valueEncoder(feature) };
  });
}

export function compileEncoder(signature: Signature): Encoder {
  const inputs = signature.inputs.map((input) => ({ input, columns: compileColumns(signature, input) }));
  const width = signature.features.length;
  const encode = (source: Source): InputTensor[] =>
    inputs.map(({ input: { name, elementType }, columns }) => ({
      name,
      elementType,
      dims: [source.rows, columns.length] as const,
      data: tensorData(elementType, source, columns),
    }));
  return {
    encodeRows: (rows) =>
      encode({
        rows: rows.length,
        number: (row, { index, encode: toNumber }) => toNumber(rows[row]?.[index]),
        text: (row, { index }) => textOf(rows[row]?.[index]),
      }),
    encodeNumbers: (matrix, rows) =>
      encode({
        rows,
        number: (row, { index }) => matrix[row * width + index] ?? NaN,
        text: (row, { index, feature }) => numericText(matrix[row * width + index] ?? NaN, feature),
      }),
  };
}
