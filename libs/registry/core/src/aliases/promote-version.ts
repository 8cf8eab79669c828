import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { checkReason } from './check-reason';
import type { AliasResult } from './move-alias';
import { moveFreely, type SetAliasCommand } from './set-alias';

export type PromoteVersionCommand = Omit<SetAliasCommand, 'alias'>;

/** Makes a version the champion: what serves. Promoting the champion changes nothing, so that it can be repeated. */
export class PromoteVersion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** @throws ApprovalRequiredError */
  async execute(command: PromoteVersionCommand): Promise<AliasResult> {
    checkReason(command.reason);
    return this.unitOfWork.run((tx) => moveFreely(tx, { ...command, alias: CHAMPION }, 'promote'));
  }
}
