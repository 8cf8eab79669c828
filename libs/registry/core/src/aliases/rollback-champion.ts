import { NoPreviousChampionError, UnknownModelError } from '../registry.errors';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { previousChampion } from './champion-lineage';
import { checkReason } from './check-reason';
import { moveAlias, type AliasResult } from './set-alias';

export interface RollbackChampionCommand {
  readonly model: string;
  readonly reason: string;
  readonly actor: string;
  readonly expectedRevision?: number;
}

/** Back to the champion before this one. */
export class RollbackChampion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: RollbackChampionCommand): Promise<AliasResult> {
    checkReason(command.reason);
    const { model } = command;
    return this.unitOfWork.run(async (tx) => {
      if (!(await tx.models.lock(model))) throw new UnknownModelError(model);
      const present = await tx.models.findAlias(model, CHAMPION);
      const version = present && previousChampion(await tx.models.aliasChanges(model, CHAMPION), present.version);
      if (version === null) throw new NoPreviousChampionError(model);
      return moveAlias(tx, { ...command, alias: CHAMPION, version }, 'rollback');
    });
  }
}
