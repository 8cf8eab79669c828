import type { TensorShapeProto, TypeProto, ValueInfoProto } from './generated/onnx_pb';
import { elementTypeName, type ElementType } from './element-type';

export type ValueKind = 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse_tensor' | 'opaque' | 'unknown';

/** A size; the name of a symbolic size; or null where the model says nothing. */
export type Dimension = number | string | null;

export interface ValueDescription {
  name: string;
  kind: ValueKind;
  /** Of the innermost tensor: for `seq(map(int64,tensor(float)))` it is `float`. */
  elementType: ElementType;
  /** Empty for a scalar, and also where `rankKnown` is false. */
  shape: Dimension[];
  rankKnown: boolean;
  /** The specification's type string, such as `tensor(float)` or `seq(map(int64,tensor(float)))`. */
  type: string;
}

type TypeDescription = Omit<ValueDescription, 'name'>;

const UNKNOWN: TypeDescription = {
  kind: 'unknown',
  elementType: 'undefined',
  shape: [],
  rankKnown: false,
  type: 'unknown',
};

function dimensions(shape: TensorShapeProto | undefined): Dimension[] {
  return (shape?.dim ?? []).map(({ value }) => {
    if (value.case === 'dimValue') return value.value < 0n ? null : Number(value.value);
    return value.case === 'dimParam' && value.value !== '' ? value.value : null;
  });
}

function describeTensor(kind: ValueKind, elemType: number, shape: TensorShapeProto | undefined): TypeDescription {
  const elementType = elementTypeName(elemType);
  return {
    kind,
    elementType,
    shape: dimensions(shape),
    rankKnown: shape !== undefined,
    type: `${kind}(${elementType})`,
  };
}

function wrap(kind: ValueKind, prefix: string, inner: TypeDescription): TypeDescription {
  return { ...inner, kind, type: `${prefix}${inner.type})` };
}

function describeType(type: TypeProto | undefined): TypeDescription {
  const value = type?.value;
  switch (value?.case) {
    case 'tensorType':
      return describeTensor('tensor', value.value.elemType, value.value.shape);
    case 'sparseTensorType':
      return describeTensor('sparse_tensor', value.value.elemType, value.value.shape);
    case 'sequenceType':
      return wrap('sequence', 'seq(', describeType(value.value.elemType));
    case 'mapType':
      return wrap('map', `map(${elementTypeName(value.value.keyType)},`, describeType(value.value.valueType));
    case 'optionalType':
      return wrap('optional', 'optional(', describeType(value.value.elemType));
    case 'opaqueType':
      return { ...UNKNOWN, kind: 'opaque', type: `opaque(${value.value.domain},${value.value.name})` };
    case undefined:
      return UNKNOWN;
  }
}

export function describeValue(info: ValueInfoProto): ValueDescription {
  return { name: info.name, ...describeType(info.type) };
}
