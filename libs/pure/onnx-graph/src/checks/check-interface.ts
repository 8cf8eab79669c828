import { inspectModel } from '../inspect-model';
import type { OnnxModel } from '../read-model';
import type { ValueDescription } from '../value-type';
import { listed, type Finding } from './finding';

function inputFinding({ name, kind, type }: ValueDescription): Finding {
  if (kind === 'map' || (kind === 'sequence' && type.includes('map('))) {
    return {
      code: 'input_is_map',
      detail: `input ${listed([name])} is ${type}: a request gives one value a feature, not a dictionary. Take the DictVectorizer out of the exported pipeline (a ColumnTransformer with a OneHotEncoder does the same on columns) and export again`,
    };
  }
  return {
    code: 'input_not_tensor',
    detail: `input ${listed([name])} is ${type}: only tensors can be fed. Export the model with tensor inputs`,
  };
}

/** Inputs that nobody can feed, and outputs of which none can be read. */
export function checkInterface(model: OnnxModel): Finding[] {
  const { inputs, outputs } = inspectModel(model);
  const findings = inputs.filter(({ kind }) => kind !== 'tensor').map(inputFinding);
  // A graph that was cut to some of its outputs may leave their types out: the runtime infers them.
  if (outputs.some(({ kind }) => kind === 'tensor' || kind === 'unknown')) return findings;
  const types = outputs.map(({ name, type }) => `${name}: ${type}`);
  findings.push({
    code: 'output_not_tensor',
    detail: `no output is a tensor (${listed(types)}). Export the model with tensor outputs (skl2onnx: options={'zipmap': False})`,
  });
  return findings;
}
