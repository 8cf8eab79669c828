import { posix } from 'node:path';
import type { ArtifactPath } from '../artifacts/artifact-path';
import type { IndexedFile } from '../artifacts/folder-entries';
import { MlflowInvalidError } from '../mlflow.errors';
import { readExampleRows, type ExampleRows } from './example-rows';
import { readMlmodel, type Mlmodel } from './mlmodel';

export interface LoggedFiles {
  readonly mlmodel: Mlmodel;
  readonly model: IndexedFile;
  /** What else lies beside the ONNX file and may be its external data: name as a graph would spell it -> file. */
  readonly beside: ReadonlyMap<string, IndexedFile>;
  readonly example: ExampleRows | null;
}

/** An `MLmodel`, an example: larger ones are not what they say. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** What MLflow writes beside a model. */
const NOT_DATA =
  /^(MLmodel|conda\.yaml|python_env\.yaml|requirements\.txt|constraints\.txt|(serving_)?input_example\.json|registered_model_meta)$|^(code|extra_files|metadata)\//;

const withoutOnnx = (flavors: readonly string[]) =>
  new MlflowInvalidError(
    `The model has no onnx flavor (it has ${flavors.join(', ') || 'none'}), and a pickle is code that is never run here. ` +
      'Convert it (skl2onnx, onnxmltools, torch.onnx) and log it with `mlflow.onnx.log_model(onnx_model, ...)`, ' +
      'or run `plumbline convert` on the file and push what it writes.',
  );

/**
 * The files that a client logged as one model.
 * @param read whole text of a stored file
 * @throws MlflowInvalidError
 */
export async function readLoggedFiles(
  folder: ArtifactPath,
  files: readonly IndexedFile[],
  read: (file: IndexedFile) => Promise<string>,
): Promise<LoggedFiles> {
  const byName = new Map(files.map((file) => [file.path.slice(folder.path.length + 1), file]));
  const textOf = async (name: string): Promise<string | null> => {
    const file = byName.get(name);
    return file && file.bytes <= MAX_TEXT_BYTES ? read(file) : null;
  };
  const text = await textOf('MLmodel');
  if (text === null)
    throw new MlflowInvalidError(
      `There is no MLmodel file in ${folder.path}: log the model with mlflow.onnx.log_model.`,
    );
  const mlmodel = readMlmodel(text);
  if (mlmodel.onnxFile === null) throw withoutOnnx(mlmodel.flavors);
  const model = byName.get(mlmodel.onnxFile);
  if (!model)
    throw new MlflowInvalidError(`MLmodel names the ONNX file '${mlmodel.onnxFile}', which was not uploaded.`);
  const home = posix.dirname(mlmodel.onnxFile);
  const beside = [...byName]
    .filter(([name, file]) => file !== model && !NOT_DATA.test(name) && (home === '.' || name.startsWith(`${home}/`)))
    .map(([name, file]): [string, IndexedFile] => [home === '.' ? name : name.slice(home.length + 1), file]);
  return { mlmodel, model, beside: new Map(beside), example: await exampleOf(mlmodel, textOf) };
}

async function exampleOf(mlmodel: Mlmodel, textOf: (name: string) => Promise<string | null>) {
  for (const name of mlmodel.examples) {
    const text = await textOf(name);
    const rows = text === null ? null : readExampleRows(text, mlmodel.columns);
    if (rows) return rows;
  }
  return null;
}
