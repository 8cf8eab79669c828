import { writeBytesTensor } from './bytes-tensor';
import { bytesOfValues, type Tensor } from './datatype';
import type { InferRequest } from './infer-request';
import { jsonOfValues } from './json-values';
import { OpenInferenceError } from './open-inference.errors';

export interface InferAnswer {
  readonly model: string;
  readonly version: number;
  readonly id?: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly outputs: readonly Tensor[];
}

export interface InferBody {
  readonly body: Buffer;
  /** Bytes of the JSON part, when tensors follow it. */
  readonly headerLength?: number;
}

/**
 * The outputs a request wants, in its order.
 * @throws OpenInferenceError naming an output that the model does not have
 */
export function requestedOutputs(
  { outputs, binaryByDefault }: Pick<InferRequest, 'outputs' | 'binaryByDefault'>,
  known: readonly string[],
): { name: string; binary: boolean }[] {
  if (outputs === null) return known.map((name) => ({ name, binary: binaryByDefault }));
  const missing = outputs.find(({ name }) => !known.includes(name));
  if (missing) throw new OpenInferenceError(`there is no output '${missing.name}'; the model has ${known.join(', ')}`);
  return [...outputs];
}

export const rawBytesOf = ({ values }: Tensor): Uint8Array =>
  Array.isArray(values) ? writeBytesTensor(values) : bytesOfValues(values);

/** @param binaryNames outputs that go behind the JSON, the others inside it */
export function writeInferResponse(answer: InferAnswer, binaryNames: ReadonlySet<string>): InferBody {
  const buffers: Uint8Array[] = [];
  const outputs = answer.outputs.map((tensor) => {
    const { name, datatype, shape } = tensor;
    const head = `"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape.join(',')}]`;
    if (!binaryNames.has(name)) return `{${head},"data":${jsonOfValues(tensor)}}`;
    const bytes = rawBytesOf(tensor);
    buffers.push(bytes);
    return `{${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const id = answer.id === undefined ? '' : `"id":${JSON.stringify(answer.id)},`;
  const json = Buffer.from(
    `{"model_name":${JSON.stringify(answer.model)},"model_version":"${answer.version}",${id}` +
      `"parameters":${JSON.stringify(answer.parameters)},"outputs":[${outputs.join(',')}]}`,
  );
  return buffers.length === 0 ? { body: json } : { body: Buffer.concat([json, ...buffers]), headerLength: json.length };
}
