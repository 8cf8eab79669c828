import {
  ModelOutputError,
  type Datatype,
  type Tensor,
  type TensorInfo,
  type TensorModel,
} from '@plumbline/serving-core';
import { Tensor as OrtTensor, type InferenceSession } from 'onnxruntime-node';

/** The runtime's names of element types; a type that is missing here has no counterpart in the protocol. */
const DATATYPES: Readonly<Record<string, Datatype>> = {
  bool: 'BOOL',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  string: 'BYTES',
};
const TYPES = new Map(Object.entries(DATATYPES).map(([type, datatype]) => [datatype, type as OrtTensor.Type]));

type ValueMetadata = InferenceSession['inputMetadata'][number];

/** A size with a name, or none, is free. */
const sizeOf = (size: number | string): number => (typeof size === 'number' && size >= 0 ? size : -1);

function describe(values: readonly ValueMetadata[]): TensorInfo[] {
  return values.flatMap((value) => {
    if (!value.isTensor) return [];
    const datatype = DATATYPES[value.type];
    return datatype === undefined ? [] : [{ name: value.name, datatype, shape: value.shape.map(sizeOf) }];
  });
}

const toOrt = ({ datatype, values, shape }: Tensor): OrtTensor =>
  new OrtTensor(TYPES.get(datatype) as 'float32', values as Float32Array, shape);

function fromOrt(name: string, tensor: OrtTensor | undefined): Tensor {
  const datatype = tensor && DATATYPES[tensor.type];
  if (!tensor || datatype === undefined) throw new ModelOutputError(`"${name}" is no tensor`);
  return { name, datatype, shape: tensor.dims, values: tensor.data as Tensor['values'] };
}

export function tensorGraph(session: InferenceSession): TensorModel {
  return {
    inputs: describe(session.inputMetadata),
    outputs: describe(session.outputMetadata),
    run: async (inputs, outputs) => {
      const feeds = Object.fromEntries(inputs.map((input) => [input.name, toOrt(input)]));
      const answers = await session.run(feeds, [...outputs]);
      return outputs.map((name) => fromOrt(name, answers[name] as OrtTensor | undefined));
    },
  };
}
