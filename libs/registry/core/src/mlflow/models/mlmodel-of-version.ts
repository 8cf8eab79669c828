import { stringify } from 'yaml';
import type { ModelInput, Signature } from '../../signature/signature';
import type { ModelVersion } from '../../versions/model-version';

/** MLflow refuses to narrow a column: `double` is what data frames hold, and its ONNX loader narrows to float itself. */
const COLUMN_TYPES: Readonly<Record<ModelInput['elementType'], string>> = {
  float16: 'double',
  float: 'double',
  double: 'double',
  int64: 'long',
  int32: 'integer',
  bool: 'boolean',
  string: 'string',
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** Columns as the graph takes them; null where one column a feature does not say it. */
function columnsOf({ inputs }: Signature): Column[] | null {
  const [only] = inputs;
  if (inputs.length === 1 && only)
    return only.features.map((name) => ({ name, type: COLUMN_TYPES[only.elementType], required: true }));
  if (inputs.some(({ features }) => features.length !== 1)) return null;
  return inputs.map(({ name, elementType }) => ({ name, type: COLUMN_TYPES[elementType], required: true }));
}

/** The `MLmodel` that MLflow would have written, for a version that came another way: same text each time. */
export function mlmodelOfVersion({ signature, createdAt, artifactDigest }: ModelVersion): string {
  const columns = columnsOf(signature);
  return stringify({
    flavors: {
      onnx: {
        code: null,
        data: 'model.onnx',
        onnx_session_options: null,
        onnx_version: '1.16.0',
        providers: ['CPUExecutionProvider'],
      },
      python_function: { data: 'model.onnx', loader_module: 'mlflow.onnx', python_version: '3.10.0' },
    },
    model_uuid: artifactDigest.slice(0, 32),
    ...(columns ? { signature: { inputs: JSON.stringify(columns), outputs: null, params: null } } : {}),
    utc_time_created: createdAt.toISOString().replace('T', ' ').replace('Z', ''),
  });
}
