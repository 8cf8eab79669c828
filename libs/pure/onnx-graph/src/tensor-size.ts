import { elementTypeName, type ElementType } from './element-type';
import type { TensorProto } from './generated/onnx_pb';

/** Two 4-bit values share a byte. */
const BYTES: Readonly<Partial<Record<ElementType, number>>> = {
  float: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  double: 8,
  uint32: 4,
  uint64: 8,
  complex64: 8,
  complex128: 16,
  bfloat16: 2,
  float8e4m3fn: 1,
  float8e4m3fnuz: 1,
  float8e5m2: 1,
  float8e5m2fnuz: 1,
  uint4: 0.5,
  int4: 0.5,
  float4e2m1: 0.5,
};

/** Bytes of one element; null for text and for types that this build does not know. */
export function elementBytes(dataType: number): number | null {
  return BYTES[elementTypeName(dataType)] ?? null;
}

/** Product of the sizes; null where one is negative or the product is beyond 2^53. */
export function elementCount({ dims }: Pick<TensorProto, 'dims'>): number | null {
  if (dims.some((dim) => dim < 0n)) return null;
  const count = dims.reduce((product, dim) => product * dim, 1n);
  return count > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(count);
}
