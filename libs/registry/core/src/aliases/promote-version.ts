import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { checkReason } from './check-reason';
import { moveAlias, type AliasResult, type SetAliasCommand } from './set-alias';

export type PromoteVersionCommand = Omit<SetAliasCommand, 'alias'>;

/** Makes a version the champion: what serves. Promoting the champion changes nothing, so that it can be repeated. */
export class PromoteVersion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: PromoteVersionCommand): Promise<AliasResult> {
    checkReason(command.reason);
    return this.unitOfWork.run((tx) => moveAlias(tx, { ...command, alias: CHAMPION }, 'promote'));
  }
}
