import type { ApprovalRequest } from '../approvals/approval';
import { findProtection } from '../approvals/binding';
import { voidApprovals } from '../approvals/void-approvals';
import { StaleRevisionError, UnknownModelError } from '../registry.errors';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { AliasProtectedError, ChampionServesError, UnknownAliasError } from './alias.errors';
import { checkReason } from './check-reason';
import { auditActionOf, refuseStale } from './move-alias';

export interface RemoveAliasCommand {
  readonly model: string;
  readonly alias: string;
  readonly reason: string;
  readonly actor: string;
  readonly expectedRevision?: number;
}

export interface RemovedAlias {
  readonly previousVersion: number;
  readonly voided: readonly ApprovalRequest[];
}

/** Takes a name away; the version it pointed to stays. */
export class RemoveAlias {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: RemoveAliasCommand): Promise<RemovedAlias> {
    const { model, alias, reason, actor } = command;
    checkReason(reason);
    return this.unitOfWork.run(async (tx) => {
      const { models, audit } = tx;
      if (!(await models.lock(model))) throw new UnknownModelError(model);
      const present = await models.findAlias(model, alias);
      if (!present) throw new UnknownAliasError(model, alias);
      refuseStale(command, present.revision);
      if (alias === CHAMPION) throw new ChampionServesError(model);
      if ((await findProtection(tx, model, alias)).protection) throw new AliasProtectedError(model, alias);
      if (!(await models.removeAlias(model, alias, present.revision)))
        throw new StaleRevisionError(`Alias ${alias} of ${model}`, present.revision, present.revision);
      const previousVersion = present.version;
      const change = { alias, version: null, previousVersion, action: 'remove', reason, actor } as const;
      await models.appendAliasChange(model, change);
      await audit.record({
        actor,
        action: auditActionOf('remove'),
        resourceType: 'alias',
        resourceId: `${model}/${alias}`,
        reason,
        detail: { model, alias, version: null, previousVersion, revision: present.revision },
      });
      const where = (request: ApprovalRequest) => request.alias === alias;
      const voided = await voidApprovals(tx, { model, where }, { actor, reason: `alias ${alias} was removed` });
      return { previousVersion, voided };
    });
  }
}
