/** Tensor types of the Open Inference Protocol that ONNX models here take or give. */
export const DATATYPES = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'FP32',
  'FP64',
  'BYTES',
] as const;
export type Datatype = (typeof DATATYPES)[number];

/** FP16 travels as its 16 bits; BYTES are UTF-8 text, since that is what ONNX string tensors hold. */
export type TensorValues =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | string[];

export interface Tensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /** Row-major; as many as the product of the shape. */
  readonly values: TensorValues;
}

type FixedDatatype = Exclude<Datatype, 'BYTES'>;
type FixedValues = Exclude<TensorValues, string[]>;
interface FixedType {
  new (length: number): FixedValues;
  new (buffer: ArrayBuffer): FixedValues;
  readonly BYTES_PER_ELEMENT: number;
}

const FIXED: Readonly<Record<FixedDatatype, FixedType>> = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Uint16Array,
  FP32: Float32Array,
  FP64: Float64Array,
};

export const isDatatype = (text: unknown): text is Datatype => (DATATYPES as readonly unknown[]).includes(text);

/** Bytes of one element; undefined for BYTES, whose elements carry their own length. */
export const widthOf = (datatype: Datatype): number | undefined =>
  datatype === 'BYTES' ? undefined : FIXED[datatype].BYTES_PER_ELEMENT;

export const emptyValues = (datatype: FixedDatatype, length: number): FixedValues => new FIXED[datatype](length);

/** Elements of a shape; 1 for a scalar. */
export const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Little-endian values of a fixed-width type. Copied, because a request's bytes need not be aligned.
 * @param bytes length is a multiple of the width
 */
export function valuesFromBytes(datatype: FixedDatatype, bytes: Uint8Array): FixedValues {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return new FIXED[datatype](copy.buffer);
}

/** The machine is little-endian, as every platform that onnxruntime runs on. */
export const bytesOfValues = (values: FixedValues): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
