import { elementBytes, elementCount } from '../tensor-size';
import { externalNameProblem } from '../external-name';
import { TensorProto_DataLocation, type TensorProto } from '../generated/onnx_pb';
import type { OnnxModel } from '../read-model';
import { allTensors } from '../walk-graph';
import { listed, type Finding } from './finding';

const KEYS = new Set(['location', 'offset', 'length', 'checksum']);
const WHOLE = /^\d{1,15}$/;
/** Tensors may share a stretch of a file, but not make gigabytes out of megabytes. */
const AMPLIFICATION = 4;
const SPARE_BYTES = 2 ** 24;

interface Stretch {
  readonly finding?: Finding;
  readonly bytes: number;
}

const refused = (code: string, detail: string): Stretch => ({ finding: { code, detail }, bytes: 0 });

function stretchOf(tensor: TensorProto, files: ReadonlyMap<string, number>): Stretch {
  const keys = tensor.externalData.map(({ key }) => key);
  const name = listed([tensor.name]);
  if (new Set(keys).size !== keys.length) {
    return refused('external_data_ambiguous', `tensor ${name} says twice where its data is: save the model again`);
  }
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const problem = externalNameProblem(location);
  if (problem) return refused('external_data_unsafe', problem);
  const unknown = keys.filter((key) => !KEYS.has(key));
  const offset = entries.get('offset') ?? '0';
  const told = entries.get('length');
  if (!WHOLE.test(offset) || (told !== undefined && !WHOLE.test(told)) || unknown.length > 0) {
    const detail = `tensor ${name} says wrongly where its data is in ${listed([location])}: save the model again`;
    return refused('external_data_bad_range', detail);
  }
  const size = files.get(location);
  if (size === undefined) {
    const detail = `the weights in ${listed([location])} are missing: send that file together with the model, under this name, or save the model as one file`;
    return refused('external_data_missing', detail);
  }
  return { ...rangeProblem(tensor, Number(offset), told === undefined ? null : Number(told), size, location) };
}

function rangeProblem(
  tensor: TensorProto,
  offset: number,
  told: number | null,
  size: number,
  location: string,
): Stretch {
  const width = elementBytes(tensor.dataType);
  const count = elementCount(tensor);
  const wanted = width === null || count === null ? null : Math.ceil(count * width);
  const length = told ?? wanted ?? Math.max(0, size - offset);
  if (offset + length > size) {
    const detail = `tensor ${listed([tensor.name])} needs bytes ${offset} to ${offset + length} of ${listed([location])}, which has ${size}: the file is cut off or another one. Send the files that were saved together`;
    return refused('external_data_out_of_file', detail);
  }
  if (wanted !== null && wanted !== length) {
    const detail = `tensor ${listed([tensor.name])} takes ${wanted} bytes by its shape and ${length} in ${listed([location])}: save the model again`;
    return refused('tensor_data_mismatch', detail);
  }
  return { bytes: length };
}

/**
 * Where tensors say that their data lies in other files.
 * @param files name -> bytes, of the files that came with the model
 */
export function checkExternalData(model: OnnxModel, files: ReadonlyMap<string, number>): Finding[] {
  const external = [...allTensors(model)].filter(
    ({ dataLocation }) => dataLocation === TensorProto_DataLocation.EXTERNAL,
  );
  const stretches = external.map((tensor) => stretchOf(tensor, files));
  const findings = stretches.flatMap(({ finding }) => finding ?? []);
  const needed = stretches.reduce((sum, { bytes }) => sum + bytes, 0);
  const present = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (needed > present * AMPLIFICATION + SPARE_BYTES) {
    const detail = `the tensors ask for ${needed} bytes of external files that have ${present}: many tensors name the same data. Save the model again`;
    findings.push({ code: 'external_data_amplified', detail });
  }
  return findings;
}
