import { readBytesTensor } from './bytes-tensor';
import { elementsOf, isDatatype, valuesFromBytes, widthOf, type Datatype, type Tensor } from './datatype';
import { valuesFromJson } from './json-values';
import { parseLossless } from './lossless-json';
import { OpenInferenceError, quoted } from './open-inference.errors';

export interface RequestedOutput {
  readonly name: string;
  readonly binary: boolean;
}

/** One inference, whatever brought it. */
export interface InferRequest {
  readonly id?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Tensor[];
  /** null: all outputs. */
  readonly outputs: readonly RequestedOutput[] | null;
  /** For outputs that do not say: `parameters.binary_data_output`. */
  readonly binaryByDefault: boolean;
}

export interface InferBodyLimits {
  readonly maxTensors: number;
  /** Of all inputs together. */
  readonly maxElements: number;
}

const DEFAULT_LIMITS: InferBodyLimits = { maxTensors: 1_024, maxElements: 64 * 1024 * 1024 };

/** Beyond what any model has; bounds how deep nested data is followed. */
const MAX_RANK = 64;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldsOf(value: unknown, what: string): Fields {
  if (value === undefined || value === null) return {};
  if (isFields(value)) return value;
  throw new OpenInferenceError(`${what} must be an object`);
}

function listOf(value: unknown, what: string, { maxTensors }: InferBodyLimits): Fields[] {
  if (!Array.isArray(value) || !value.every(isFields))
    throw new OpenInferenceError(`${what} must be an array of objects`);
  if (value.length > maxTensors)
    throw new OpenInferenceError(`${what} has ${value.length} tensors, at most ${maxTensors} are taken`);
  return value;
}

/** The JSON part and the tensors behind it. */
function splitBody(body: Uint8Array, headerLength: number | undefined): { json: Uint8Array; binary: Uint8Array } {
  const length = headerLength ?? body.length;
  if (!Number.isInteger(length) || length < 0 || length > body.length)
    throw new OpenInferenceError(
      `Inference-Header-Content-Length is ${headerLength}; expected 0 to ${body.length}, the bytes of the body`,
    );
  return { json: body.subarray(0, length), binary: body.subarray(length) };
}

function shapeOf(name: string, value: unknown): number[] {
  const isShape = Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (!isShape || value.length > MAX_RANK)
    throw new OpenInferenceError(`input '${name}': shape must be an array of at most ${MAX_RANK} whole numbers`);
  return value as number[];
}

function datatypeOf(name: string, value: unknown): Datatype {
  if (isDatatype(value)) return value;
  throw new OpenInferenceError(`input '${name}': datatype ${quoted(value)} is not known here`);
}

function sizeOf(name: string, { binary_data_size: size }: Fields): number | undefined {
  if (size === undefined) return undefined;
  if (Number.isSafeInteger(size) && (size as number) >= 0) return size as number;
  throw new OpenInferenceError(`input '${name}': binary_data_size must be a whole number of bytes`);
}

/** @throws OpenInferenceError when the bytes are not those of the shape */
export function tensorFromBytes(name: string, datatype: Datatype, shape: readonly number[], bytes: Uint8Array): Tensor {
  const elements = elementsOf(shape);
  const width = widthOf(datatype);
  if (datatype === 'BYTES' || width === undefined)
    return { name, datatype, shape, values: readBytesTensor(name, bytes, elements) };
  if (bytes.length !== elements * width) {
    const wanted = `its shape [${shape.join(', ')}] of ${datatype} takes ${elements * width} bytes`;
    throw new OpenInferenceError(`input '${name}': ${wanted}, ${bytes.length} are there`);
  }
  if (datatype === 'BOOL' && bytes.some((byte) => byte > 1))
    throw new OpenInferenceError(`input '${name}': a BOOL is a byte of 0 or 1`);
  return { name, datatype, shape, values: valuesFromBytes(datatype, bytes) };
}

/** Takes the binary inputs' bytes off the front, in their order. */
class BinaryPart {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  take(name: string, size: number): Uint8Array {
    if (this.at + size > this.bytes.length)
      throw new OpenInferenceError(
        `input '${name}': binary_data_size is ${size}, ${this.bytes.length - this.at} bytes are left`,
      );
    return this.bytes.subarray(this.at, (this.at += size));
  }

  finish(): void {
    if (this.at < this.bytes.length)
      throw new OpenInferenceError(`${this.bytes.length - this.at} bytes follow that no input claims`);
  }
}

function readInputs(value: unknown, binary: Uint8Array, limits: InferBodyLimits): Tensor[] {
  const part = new BinaryPart(binary);
  let elements = 0;
  const tensors = listOf(value, 'inputs', limits).map(({ name, shape: sizes, datatype: type, data, parameters }) => {
    if (typeof name !== 'string' || name === '') throw new OpenInferenceError('every input needs a name');
    const shape = shapeOf(name, sizes);
    const datatype = datatypeOf(name, type);
    elements += elementsOf(shape);
    if (!(elements <= limits.maxElements))
      throw new OpenInferenceError(`the inputs have more than ${limits.maxElements} elements together`);
    const size = sizeOf(name, fieldsOf(parameters, `input '${name}': parameters`));
    if (size === undefined) return { name, datatype, shape, values: valuesFromJson(name, datatype, shape, data) };
    if (data !== undefined && data !== null)
      throw new OpenInferenceError(`input '${name}': data and binary_data_size exclude each other`);
    return tensorFromBytes(name, datatype, shape, part.take(name, size));
  });
  part.finish();
  return tensors;
}

function readOutputs(value: unknown, binaryByDefault: boolean, limits: InferBodyLimits): RequestedOutput[] | null {
  if (value === undefined || value === null) return null;
  return listOf(value, 'outputs', limits).map(({ name, parameters }) => {
    if (typeof name !== 'string' || name === '') throw new OpenInferenceError('every requested output needs a name');
    const { binary_data: binary } = fieldsOf(parameters, `output '${name}': parameters`);
    return { name, binary: typeof binary === 'boolean' ? binary : binaryByDefault };
  });
}

/**
 * A body of `POST .../infer`: JSON, or JSON followed by binary tensors. Which of the two is told by the header
 * Inference-Header-Content-Length alone: stock clients send no or a wrong Content-Type. Unknown keys are ignored.
 * @param headerLength bytes of the JSON part; undefined: the whole body
 * @throws OpenInferenceError
 */
export function parseInferRequest(
  body: Uint8Array,
  headerLength: number | undefined,
  limits: InferBodyLimits = DEFAULT_LIMITS,
): InferRequest {
  const { json, binary } = splitBody(body, headerLength);
  const request = parseLossless(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8'));
  if (!isFields(request)) throw new OpenInferenceError('the request must be a JSON object');
  const parameters = fieldsOf(request['parameters'], 'parameters');
  const binaryByDefault = parameters['binary_data_output'] === true;
  const inputs = readInputs(request['inputs'], binary, limits);
  const { id } = request;
  if (id !== undefined && typeof id !== 'string') throw new OpenInferenceError('id must be text');
  return {
    ...(id !== undefined && { id }),
    parameters,
    inputs,
    outputs: readOutputs(request['outputs'], binaryByDefault, limits),
    binaryByDefault,
  };
}
