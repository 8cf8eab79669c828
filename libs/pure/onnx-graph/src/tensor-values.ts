import { TensorProto_DataLocation, type TensorProto } from './generated/onnx_pb';
import { elementTypeName } from './element-type';
import { OnnxFormatError } from './onnx.errors';

const BYTES = { float: 4, double: 8, int32: 4, int64: 8, bool: 1 } as const;
type NumericType = keyof typeof BYTES;

function readRaw(type: NumericType, raw: Uint8Array): Float64Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const width = BYTES[type];
  // ONNX fixes little-endian, whatever the machine.
  const read = {
    float: (at: number) => view.getFloat32(at, true),
    double: (at: number) => view.getFloat64(at, true),
    int32: (at: number) => view.getInt32(at, true),
    int64: (at: number) => Number(view.getBigInt64(at, true)),
    bool: (at: number) => view.getUint8(at),
  }[type];
  return Float64Array.from({ length: Math.floor(raw.byteLength / width) }, (_, i) => read(i * width));
}

function readTyped(type: NumericType, tensor: TensorProto): readonly (number | bigint)[] {
  switch (type) {
    case 'float':
      return tensor.floatData;
    case 'double':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    case 'int32':
    case 'bool':
      return tensor.int32Data;
  }
}

/**
 * The numbers of a float, double, int32, int64 or bool tensor that is stored in the model itself, row-major.
 * @throws OnnxFormatError (`onnx_bad_tensor`) for another type, external data, or a count that the shape contradicts
 */
export function tensorValues(tensor: TensorProto): Float64Array {
  const type = elementTypeName(tensor.dataType);
  const bad = (reason: string): OnnxFormatError =>
    new OnnxFormatError('onnx_bad_tensor', `Tensor "${tensor.name}" ${reason}.`, { tensor: tensor.name, type });
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) throw bad('lies in another file: embed its data');
  if (!(type in BYTES)) throw bad(`is of type ${type}, which is not read as numbers`);
  const numeric = type as NumericType;
  const values = tensor.rawData
    ? readRaw(numeric, tensor.rawData)
    : Float64Array.from(readTyped(numeric, tensor), Number);
  const expected = tensor.dims.reduce((product, dim) => product * Number(dim), 1);
  if (values.length !== expected) throw bad(`has ${values.length} values where its shape asks for ${expected}`);
  return values;
}
