import { elidedRuns } from '../elided';
import { elementTypeName } from '../element-type';
import { TensorProto_DataLocation, type TensorProto } from '../generated/onnx_pb';
import type { OnnxModel } from '../read-model';
import { elementBytes, elementCount } from '../tensor-size';
import { allTensors } from '../walk-graph';
import { listed, type Finding } from './finding';

const MAXIMUM_TENSOR_BYTES = 2 ** 31;
const MAXIMUM_STRINGS = 10_000_000;
const MAXIMUM_RANK = 64;
const FIELDS = { float: 4, int32: 5, string: 6, int64: 7, raw: 9, double: 10, uint64: 11 } as const;

/** How many values a typed field holds; of an elided packed field of varints only the bounds are known. */
interface Count {
  readonly least: number;
  readonly most: number;
}

const exactly = (count: number): Count => ({ least: count, most: count });

function elidedCount(tensor: TensorProto, fieldNumber: number, width: number | null): Count | null {
  const runs = elidedRuns(tensor).filter((run) => run.fieldNumber === fieldNumber);
  if (runs.length === 0) return null;
  const bytes = runs.reduce((sum, { valueBytes }) => sum + valueBytes, 0);
  const fields = runs.reduce((sum, run) => sum + run.fields, 0);
  if (fieldNumber === FIELDS.string) return exactly(fields);
  if (width !== null) return exactly(bytes / width);
  return { least: Math.ceil(bytes / 10), most: bytes };
}

function typedCount(tensor: TensorProto): Count {
  const fields: readonly (readonly [number, number, number | null])[] = [
    [FIELDS.float, tensor.floatData.length, 4],
    [FIELDS.int32, tensor.int32Data.length, null],
    [FIELDS.string, tensor.stringData.length, null],
    [FIELDS.int64, tensor.int64Data.length, null],
    [FIELDS.double, tensor.doubleData.length, 8],
    [FIELDS.uint64, tensor.uint64Data.length, null],
  ];
  return fields
    .map(([field, there, width]) => elidedCount(tensor, field, width) ?? exactly(there))
    .reduce((a, b) => ({ least: a.least + b.least, most: a.most + b.most }));
}

/** Values of the typed fields that one element takes. */
function valuesPerElement(dataType: number): number {
  const type = elementTypeName(dataType);
  if (type === 'complex64' || type === 'complex128') return 2;
  return elementBytes(dataType) === 0.5 ? 0.5 : 1;
}

function dataProblem(tensor: TensorProto, count: number): string | null {
  const width = elementBytes(tensor.dataType);
  const rawBytes = elidedCount(tensor, FIELDS.raw, 1)?.least ?? tensor.rawData?.length;
  if (rawBytes !== undefined && rawBytes > 0) {
    if (width === null) return `has raw bytes for values of type ${elementTypeName(tensor.dataType)}`;
    const wanted = Math.ceil(count * width);
    return rawBytes === wanted ? null : `has ${rawBytes} bytes of data where its shape asks for ${wanted}`;
  }
  const wanted = Math.ceil(count * valuesPerElement(tensor.dataType));
  const { least, most } = typedCount(tensor);
  return wanted >= least && wanted <= most ? null : `has ${least} values where its shape asks for ${wanted}`;
}

function tensorFinding(tensor: TensorProto): Finding | null {
  const name = listed([tensor.name]);
  const tooLarge = (why: string): Finding => ({
    code: 'tensor_too_large',
    detail: `tensor ${name} ${why}. The file is damaged or not meant to be loaded: export the model again`,
  });
  if (tensor.dims.length > MAXIMUM_RANK) return tooLarge(`has ${tensor.dims.length} dimensions`);
  const count = elementCount(tensor);
  if (count === null) return tooLarge(`has an impossible shape [${tensor.dims.slice(0, 8).join(', ')}]`);
  const width = elementBytes(tensor.dataType);
  if (count * (width ?? 1) > MAXIMUM_TENSOR_BYTES) return tooLarge('would take more than 2 GiB');
  if (width === null && count > MAXIMUM_STRINGS) return tooLarge(`has more than ${MAXIMUM_STRINGS} texts`);
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) return null;
  const problem = dataProblem(tensor, count);
  return problem
    ? { code: 'tensor_data_mismatch', detail: `tensor ${name} ${problem}: the file is damaged, export it again` }
    : null;
}

/** Tensors whose shape is impossible, too large, or contradicted by the data that is there. */
export function checkTensors(model: OnnxModel): Finding[] {
  return [...allTensors(model)].flatMap((tensor) => tensorFinding(tensor) ?? []);
}
