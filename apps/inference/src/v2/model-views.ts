import { mayUseModel, type Identity } from '@plumbline/platform';
import { ModelNotFoundError, type ServingState, type TensorInfo, type VersionPool } from '@plumbline/serving-core';
import { PlumblineError } from '@plumbline/problem';
import { weightsOf } from '@plumbline/serving-core';

export const SERVER = {
  name: 'plumbline',
  version: '2',
  extensions: ['binary_tensor_data', 'model_repository', 'model_repository(index)'],
} as const;

const PLATFORM = 'onnx_onnxv1';

export interface ModelViewParts {
  readonly state: ServingState;
  readonly versions: Pick<VersionPool, 'get' | 'load'>;
}

export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** @throws PlumblineError for text that is no version number */
export function parseVersion(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new PlumblineError('not_found', 'version_not_found', `"${text}" is no version: versions are numbers such as 3`);
}

/** The version that is named, else the champion. @throws ModelNotFoundError, and what keeps a version from serving */
export async function servedVersion({ state, versions }: ModelViewParts, model: string, version: number | undefined) {
  const route = state.table.find(model);
  if (!route) throw new ModelNotFoundError(model);
  if (version !== undefined) return versions.load(model, version);
  const { championVersion } = route;
  const served = championVersion === null ? undefined : versions.get(model, championVersion);
  if (!served)
    throw new PlumblineError('unavailable', 'model_not_ready', `Model "${model}" is not ready: it has no champion`);
  return served;
}

export async function modelMetadata(
  parts: ModelViewParts,
  model: string,
  version: number | undefined,
): Promise<ModelMetadata> {
  const { graph } = await servedVersion(parts, model, version);
  const route = parts.state.table.find(model);
  return {
    name: model,
    versions: route ? weightsOf(route).map((weight) => String(weight.version)) : [],
    platform: PLATFORM,
    inputs: graph.inputs,
    outputs: graph.outputs,
  };
}

export interface IndexEntry {
  readonly name: string;
  readonly version: string;
  readonly state: 'READY' | 'UNAVAILABLE';
  readonly reason: string;
}

/** What the caller may use; a model without a champion is unavailable. */
export function repositoryIndex(
  { state, versions }: ModelViewParts,
  identity: Identity | undefined,
  onlyReady: boolean,
): IndexEntry[] {
  const entries = state.table
    .all()
    .filter(({ model }) => identity === undefined || mayUseModel(identity, model))
    .flatMap((route): IndexEntry[] => {
      const weights = weightsOf(route);
      if (weights.length === 0)
        return [{ name: route.model, version: '', state: 'UNAVAILABLE', reason: 'it has no champion' }];
      return weights.map(({ version }) =>
        versions.get(route.model, version)
          ? { name: route.model, version: String(version), state: 'READY', reason: '' }
          : { name: route.model, version: String(version), state: 'UNAVAILABLE', reason: 'it is not loaded' },
      );
    });
  return onlyReady ? entries.filter((entry) => entry.state === 'READY') : entries;
}
