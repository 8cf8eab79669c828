/** TensorProto.DataType codes by the names the ONNX specification uses in type strings. */
const CODES = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
} as const;

export type ElementType = keyof typeof CODES | 'undefined';

const NAMES = new Map<number, ElementType>(Object.entries(CODES).map(([name, code]) => [code, name as ElementType]));

export function elementTypeCode(name: Exclude<ElementType, 'undefined'>): number {
  return CODES[name];
}

/** `undefined` for a code that this build does not know. */
export function elementTypeName(code: number): ElementType {
  return NAMES.get(code) ?? 'undefined';
}
