import type { ApprovalRequest } from '../approvals/approval';
import { voidApprovals } from '../approvals/void-approvals';
import { checkReason } from '../aliases/check-reason';
import type { ModelStore, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { findLocked } from './find-locked';
import { VersionInUseError } from './version.errors';

export interface ArchiveCommand {
  readonly model: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
}

const auditEntry = (action: string, { model, version, reason, actor }: ArchiveCommand) => ({
  actor,
  action,
  resourceType: 'version' as const,
  resourceId: `${model}/${version}`,
  reason,
  detail: { model, version },
});

/** Nothing can point to an archived version; what it was stays readable. */
export class ArchiveVersion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** @returns false when it was archived already. @throws VersionInUseError */
  archive(command: ArchiveCommand): Promise<boolean> {
    return this.change(command, async (models, archived) => {
      if (archived) return null;
      const holders = await models.versionHolders(command.model, command.version);
      if (holders.length > 0) throw new VersionInUseError(command.model, command.version, holders);
      await models.archive(command);
      return 'version.archived';
    });
  }

  /** @returns false when it was not archived */
  unarchive(command: ArchiveCommand): Promise<boolean> {
    return this.change(command, async (models, archived) => {
      if (!archived) return null;
      await models.unarchive(command.model, command.version);
      return 'version.unarchived';
    });
  }

  private async change(
    command: ArchiveCommand,
    apply: (models: ModelStore, archived: boolean) => Promise<string | null>,
  ): Promise<boolean> {
    checkReason(command.reason);
    return this.unitOfWork.run(async (tx) => {
      const { models, audit } = tx;
      const { model, version, actor } = command;
      await findLocked(models, command);
      const action = await apply(models, await models.isArchived(model, version));
      if (action !== null) await audit.record(auditEntry(action, command));
      if (action === 'version.archived') {
        const where = (request: ApprovalRequest) => request.version === version;
        await voidApprovals(tx, { model, where }, { actor, reason: `version ${version} was archived` });
      }
      return action !== null;
    });
  }
}
