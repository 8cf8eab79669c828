import { featureColumns, type ValueEncoder } from '@plumbline/preprocessing';
import { standardInputs, type Feature, type ModelInput, type Signature } from '@plumbline/registry-core';
import { toHalf } from '../half-float';
import type { FeatureRow, Scalar } from '../scalar';
import { EncodingError } from '../serving.errors';
import type { ElementType } from './tensor-capacity';

export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint16Array | Uint8Array | string[];

export interface InputTensor {
  readonly name: string;
  readonly elementType: ElementType;
  /** Rows first, then the sizes of one row; row-major. */
  readonly dims: readonly number[];
  /** float16 as its bits. */
  readonly data: TensorData;
}

export interface Encoder {
  /** Rows in the signature's feature order, validated -> one tensor an input. Numbers are rounded once, by the tensor. */
  encodeRows(rows: readonly FeatureRow[]): InputTensor[];
}

interface Column {
  readonly feature: Feature;
  readonly index: number;
  readonly encode: ValueEncoder;
}

type Rows = readonly FeatureRow[];
type CellWriter<T> = (data: T, position: number, value: Scalar | undefined, column: Column) => void;

function wholeNumber(value: Scalar | undefined, { feature, encode }: Column): number {
  const number = encode(value);
  if (Number.isInteger(number)) return number;
  throw new EncodingError(feature.name, 'an integer tensor holds no missing value, unseen category or fraction');
}

/** A missing value is the feature's default, else empty text: ONNX strings have no null. */
const textOf = (value: Scalar | undefined, { feature }: Column): string =>
  value === null || value === undefined ? String(feature.default ?? '') : String(value);

function fill<T extends TensorData>(data: T, rows: Rows, columns: readonly Column[], write: CellWriter<T>): T {
  let position = 0;
  for (const row of rows) {
    for (const column of columns) write(data, position++, row[column.index], column);
  }
  return data;
}

const writeNumber: CellWriter<Float32Array | Float64Array> = (data, position, value, column) => {
  data[position] = column.encode(value);
};
const writeHalf: CellWriter<Uint16Array> = (data, position, value, column) => {
  data[position] = toHalf(column.encode(value));
};
const writeWhole: CellWriter<Int32Array | Uint8Array> = (data, position, value, column) => {
  data[position] = wholeNumber(value, column);
};
const writeBigInt: CellWriter<BigInt64Array> = (data, position, value, column) => {
  data[position] = BigInt(wholeNumber(value, column));
};
const writeText: CellWriter<string[]> = (data, position, value, column) => {
  data[position] = textOf(value, column);
};

function tensorData(elementType: ElementType, rows: Rows, columns: readonly Column[]): TensorData {
  const cells = rows.length * columns.length;
  switch (elementType) {
    case 'float':
      return fill(new Float32Array(cells), rows, columns, writeNumber);
    case 'double':
      return fill(new Float64Array(cells), rows, columns, writeNumber);
    case 'float16':
      return fill(new Uint16Array(cells), rows, columns, writeHalf);
    case 'int32':
      return fill(new Int32Array(cells), rows, columns, writeWhole);
    case 'bool':
      return fill(new Uint8Array(cells), rows, columns, writeWhole);
    case 'int64':
      return fill(new BigInt64Array(cells), rows, columns, writeBigInt);
    case 'string':
      return fill(new Array<string>(cells), rows, columns, writeText);
  }
}

function compileColumns(signature: Signature, { name: tensor, features }: ModelInput): Column[] {
  return features.flatMap((name) => {
    const index = signature.features.findIndex((feature) => feature.name === name);
    const feature = signature.features[index];
    if (!feature) throw new EncodingError(name, `input "${tensor}" asks for it and the signature has no such feature`);
    return featureColumns(feature).map(({ encode }) => ({ feature, index, encode }));
  });
}

export function compileEncoder(signature: Signature): Encoder {
  const inputs = signature.inputs.map((input) => {
    const columns = compileColumns(signature, input);
    return { ...input, columns, rowShape: input.rowShape ?? [columns.length] };
  });
  return {
    encodeRows: (rows) =>
      inputs.map(({ name, elementType, columns, rowShape }) => ({
        name,
        elementType,
        dims: [rows.length, ...rowShape],
        data: tensorData(elementType, rows, columns),
      })),
  };
}

/** What the built-in trainers learn from. */
export interface TrainingMatrix {
  /** Row-major float32 [rows, featureCount]. */
  readonly rows: Float32Array;
  readonly featureCount: number;
  readonly featureNames: string[];
  /** Whether it holds codes of categories. */
  readonly categorical: boolean[];
}

/**
 * The tensor that serving would feed to a graph of our own trainers, so that training, gates and backfill see what will be
 * served; a column a feature, more for a one-hot one.
 */
export function encodeMatrix(signature: Signature, rows: readonly FeatureRow[]): TrainingMatrix {
  const inputs = standardInputs(signature.features.map(({ name }) => name));
  const [tensor] = compileEncoder({ ...signature, inputs }).encodeRows(rows);
  const columns = signature.features.flatMap((feature) => featureColumns(feature));
  return {
    rows: tensor?.data as Float32Array,
    featureCount: columns.length,
    featureNames: columns.map(({ name }) => name),
    categorical: columns.map(({ isCode }) => isCode),
  };
}
