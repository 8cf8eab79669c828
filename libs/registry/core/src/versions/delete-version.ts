import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { findLocked } from './find-locked';
import { VersionReferencedError } from './version.errors';

export interface DeleteVersionCommand {
  readonly model: string;
  readonly version: number;
  readonly actor: string;
}

/**
 * Takes away a version that nothing points to and nothing ever did. Its number is not given again, its audit entries
 * stay, and so do its blobs: they are named by their content, and another version may name the same.
 */
export class DeleteVersion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** @throws VersionReferencedError */
  execute({ model, version, actor }: DeleteVersionCommand): Promise<void> {
    return this.unitOfWork.run(async ({ models, audit }) => {
      const { artifactDigest, createdBy } = await findLocked(models, { model, version });
      if (!(await models.deleteVersion(model, version))) throw new VersionReferencedError(model, version);
      await audit.record({
        actor,
        action: 'version.deleted',
        resourceType: 'version',
        resourceId: `${model}/${version}`,
        detail: { model, version, artifactDigest, createdBy },
      });
    });
  }
}
