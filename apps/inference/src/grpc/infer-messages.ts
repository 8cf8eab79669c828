import { create } from '@bufbuild/protobuf';
import {
  isDatatype,
  OpenInferenceError,
  rawBytesOf,
  quoted,
  tensorFromBytes,
  textFromBytes,
  type Datatype,
  type InferRequest,
  type InferResult,
  type Tensor,
} from '@plumbline/serving-core';
import {
  ModelInferResponseSchema,
  type InferParameter,
  type InferTensorContents,
  type ModelInferRequest,
  type ModelInferRequest_InferInputTensor,
  type ModelInferResponse,
} from './generated/open_inference_pb';

type Parameters = Readonly<Record<string, InferParameter>>;

const plain = (parameters: Parameters): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).map(([name, { parameterChoice }]) => [name, parameterChoice.value]));

/** The wire has 32 bits where the tensor may have fewer. */
function narrow<T extends Int8Array | Int16Array | Uint8Array | Uint16Array>(
  place: string,
  sent: number[],
  narrowed: T,
): T {
  const at = sent.findIndex((value, i) => narrowed[i] !== value);
  if (at !== -1)
    throw new OpenInferenceError(`${place}: element ${at} is ${sent[at]}, which does not fit its datatype`);
  return narrowed;
}

/** Typed contents, as the tensor's own type. */
function valuesOf(name: string, datatype: Datatype, contents: InferTensorContents): Tensor['values'] {
  const { intContents, uintContents } = contents;
  const place = `input '${name}'`;
  switch (datatype) {
    case 'BOOL':
      return Uint8Array.from(contents.boolContents, Number);
    case 'INT8':
      return narrow(place, intContents, Int8Array.from(intContents));
    case 'INT16':
      return narrow(place, intContents, Int16Array.from(intContents));
    case 'INT32':
      return Int32Array.from(intContents);
    case 'INT64':
      return BigInt64Array.from(contents.int64Contents);
    case 'UINT8':
      return narrow(place, uintContents, Uint8Array.from(uintContents));
    case 'UINT16':
      return narrow(place, uintContents, Uint16Array.from(uintContents));
    case 'UINT32':
      return Uint32Array.from(uintContents);
    case 'UINT64':
      return BigUint64Array.from(contents.uint64Contents);
    case 'FP32':
      return Float32Array.from(contents.fp32Contents);
    case 'FP64':
      return Float64Array.from(contents.fp64Contents);
    case 'BYTES':
      return contents.bytesContents.map((bytes) => textFromBytes(name, bytes));
    case 'FP16':
      throw new OpenInferenceError(`input '${name}': FP16 travels as raw_input_contents only`);
  }
}

function tensorOf(
  { name, datatype, shape: sizes, contents }: ModelInferRequest_InferInputTensor,
  raw: Uint8Array | undefined,
): Tensor {
  if (!isDatatype(datatype))
    throw new OpenInferenceError(`input '${name}': datatype ${quoted(datatype)} is not known here`);
  const shape = sizes.map(Number);
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0))
    throw new OpenInferenceError(`input '${name}': shape must be of whole numbers`);
  if (raw !== undefined) return tensorFromBytes(name, datatype, shape, raw);
  if (contents === undefined) throw new OpenInferenceError(`input '${name}' has no contents`);
  const values = valuesOf(name, datatype, contents);
  const elements = shape.reduce((product, size) => product * size, 1);
  if (values.length !== elements)
    throw new OpenInferenceError(`input '${name}': ${values.length} elements, its shape has ${elements}`);
  return { name, datatype, shape, values };
}

/** @throws OpenInferenceError also when raw and typed contents are mixed */
export function toInferRequest(message: ModelInferRequest): InferRequest {
  const { id, inputs, outputs, rawInputContents: raw, parameters } = message;
  if (raw.length > 0 && raw.length !== inputs.length)
    throw new OpenInferenceError(`${inputs.length} inputs, ${raw.length} raw_input_contents: all or none are raw`);
  if (raw.length > 0 && inputs.some(({ contents }) => contents !== undefined))
    throw new OpenInferenceError('raw_input_contents and typed contents exclude each other');
  return {
    ...(id !== '' && { id }),
    parameters: plain(parameters),
    inputs: inputs.map((input, i) => tensorOf(input, raw[i])),
    outputs: outputs.length === 0 ? null : outputs.map(({ name }) => ({ name, binary: true })),
    binaryByDefault: true,
  };
}

/** Raw contents always: Triton's client reads nothing else, KServe's reads both. */
export function toInferResponse({ answer }: InferResult): ModelInferResponse {
  const { model, version, id, parameters, outputs } = answer;
  return create(ModelInferResponseSchema, {
    modelName: model,
    modelVersion: String(version),
    id: id ?? '',
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        { parameterChoice: { case: 'stringParam' as const, value: String(value) } },
      ]),
    ),
    outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape: shape.map(BigInt) })),
    rawOutputContents: outputs.map(rawBytesOf),
  });
}
