import { parseArtifactPath, type ArtifactPath } from '../artifacts/artifact-path';
import type { MlflowArtifacts } from '../artifacts/mlflow-artifacts';
import { loggedModelRoot, type LoggedModel } from '../logged-models/logged-model';
import type { LoggedModelStore } from '../logged-models/logged-model-store.port';
import type { MlflowLoggedModels } from '../logged-models/mlflow-logged-models';
import { MlflowInvalidError } from '../mlflow.errors';
import { runArtifactRoot } from '../runs/run';
import type { MlflowRuns } from '../runs/mlflow-runs';
import type { MlflowModels } from './mlflow-models';
import { parseModelSource, type ModelSource } from './model-source';
import type { MlflowVersion } from './registered-model';

export interface Located {
  readonly folder: ArtifactPath;
  readonly runId: string;
  readonly modelId: string | null;
  /** The registered version that it is a copy of. */
  readonly copyOf: Pick<MlflowVersion, 'model' | 'version'> | null;
}

export interface LocateParts {
  readonly runs: MlflowRuns;
  readonly loggedModels: MlflowLoggedModels;
  readonly loggedModelStore: Pick<LoggedModelStore, 'ofRun'>;
  readonly artifacts: MlflowArtifacts;
  readonly models: MlflowModels;
}

const MLMODEL = 'MLmodel';

const ofLoggedModel = (model: LoggedModel): Located => ({
  folder: parseArtifactPath(loggedModelRoot(model)),
  runId: model.sourceRunId ?? '',
  modelId: model.id,
  copyOf: null,
});

async function ofVersion(name: string, version: string, { models }: LocateParts): Promise<Located> {
  const found = await models.getVersion(name, version);
  const { model, version: number, artifactRoot, runId, modelId } = found;
  return { folder: parseArtifactPath(artifactRoot), runId, modelId, copyOf: { model, version: number } };
}

/** MLflow 3 keeps the model that a run logged beside the run, under the same name. */
async function ofRun(runId: string, path: string, parts: LocateParts): Promise<Located> {
  const run = await parts.runs.active(runId);
  const folder = parseArtifactPath(`${runArtifactRoot(run)}/${path}`);
  const files = await parts.artifacts.under(folder);
  if (files.some((file) => file.path === `${folder.path}/${MLMODEL}`))
    return { folder, runId, modelId: null, copyOf: null };
  const [logged] = await parts.loggedModelStore.ofRun(runId, path);
  if (!logged) throw new MlflowInvalidError(`Unable to find a model at artifact path '${path}' of run ${runId}.`);
  return ofLoggedModel(logged);
}

function ofArtifacts(path: string): Located {
  const folder = parseArtifactPath(path);
  const { owner } = folder;
  if (owner.kind === 'version')
    return { folder, runId: '', modelId: null, copyOf: { model: owner.model, version: owner.version } };
  return {
    folder,
    runId: owner.kind === 'run' ? owner.id : '',
    modelId: owner.kind === 'logged-model' ? owner.id : null,
    copyOf: null,
  };
}

function locate(source: ModelSource, parts: LocateParts): Promise<Located> | Located {
  switch (source.kind) {
    case 'logged-model':
      return parts.loggedModels.get(source.id).then(ofLoggedModel);
    case 'version':
      return ofVersion(source.model, String(source.version), parts);
    case 'alias':
      return parts.models
        .byAlias(source.model, source.alias)
        .then(({ model, version }) => ofVersion(model, String(version), parts));
    case 'run':
      return ofRun(source.runId, source.path, parts);
    case 'artifacts':
      return ofArtifacts(source.path);
  }
}

/** Where the files lie that a client wants registered, and whose they are. @throws MlflowInvalidError, MlflowMissingError */
export async function locateSource(source: string, parts: LocateParts): Promise<Located> {
  const located = await locate(parseModelSource(source), parts);
  if (located.runId !== '' || located.modelId === null) return located;
  const { sourceRunId } = await parts.loggedModels.get(located.modelId);
  return { ...located, runId: sourceRunId ?? '' };
}
