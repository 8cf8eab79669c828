import { UnknownModelError, UnknownVersionError } from '../registry.errors';
import type { ModelStore } from '../store/registry-unit-of-work.port';
import type { ModelVersion } from './model-version';

/** The version, its model locked until the transaction ends. @throws UnknownModelError, UnknownVersionError */
export async function findLocked(
  models: ModelStore,
  { model, version }: { readonly model: string; readonly version: number },
): Promise<ModelVersion> {
  if (!(await models.lock(model))) throw new UnknownModelError(model);
  const found = await models.findVersion(model, version);
  if (!found) throw new UnknownVersionError(model, version, await models.latestVersion(model));
  return found;
}
