import { invalidVersion, UnknownModelError, UnknownVersionError } from '../registry.errors';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import type { Alias } from '../versions/model-version';
import { aliasAt } from './alias-at';
import { AliasRoleError, UnknownAliasError } from './alias.errors';
import { checkReason } from './check-reason';
import { auditActionOf, refuseStale } from './move-alias';

export interface CorrectAliasCommand {
  readonly model: string;
  readonly alias: string;
  /** What the alias really meant from `effectiveAt` until the next change. */
  readonly version: number;
  readonly effectiveAt: Date;
  readonly reason: string;
  readonly actor: string;
  readonly role: string;
  readonly expectedRevision?: number;
}

/**
 * Writes down that the past was other than we wrote: a new record of now, the earlier ones stay. What the alias means at present is
 * not touched, so a correction can neither move traffic nor go round approvals.
 */
export class CorrectAlias {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** @returns the alias as it is now, unchanged */
  async execute(command: CorrectAliasCommand): Promise<Alias> {
    const { model, alias, version, effectiveAt, reason, actor, role } = command;
    checkReason(reason);
    if (role !== 'admin') throw new AliasRoleError('Only an admin may correct the history of an alias.');
    return this.unitOfWork.run(async ({ models, audit }) => {
      if (!(await models.lock(model))) throw new UnknownModelError(model);
      if (!(await models.findVersion(model, version)))
        throw new UnknownVersionError(model, version, await models.latestVersion(model));
      const present = await models.findAlias(model, alias);
      if (!present) throw new UnknownAliasError(model, alias);
      refuseStale(command, present.revision);
      const changes = (await models.aliasChanges(model, alias)).reverse();
      const forever = new Date(8.64e15);
      const latest = aliasAt(changes, forever, forever);
      if (latest && effectiveAt >= latest.effectiveAt)
        throw invalidVersion(
          'correction_not_past',
          '/effectiveAt',
          `a correction lies before ${latest.effectiveAt.toISOString()}, when the alias took its present meaning; leave effectiveAt out to move it now`,
        );
      const believedVersion = aliasAt(changes, effectiveAt, forever)?.version ?? null;
      await models.appendAliasChange(model, {
        ...{ alias, version, previousVersion: believedVersion, action: 'correct', reason, actor, effectiveAt },
        evidence: { believedVersion },
      });
      await audit.record({
        actor,
        action: auditActionOf('correct'),
        resourceType: 'alias',
        resourceId: `${model}/${alias}`,
        reason,
        detail: { model, alias, version, believedVersion, effectiveAt: effectiveAt.toISOString() },
      });
      return present;
    });
  }
}
