import { findProtection } from '../approvals/binding';
import type { RegistryTransaction, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import type { AliasChange } from '../versions/model-version';
import { ApprovalRequiredError } from './alias.errors';
import { checkReason } from './check-reason';
import { applyMove, prepareMove, type AliasResult, type MoveAliasCommand } from './move-alias';

export type SetAliasCommand = MoveAliasCommand;

/** @throws ApprovalRequiredError when the alias is protected: then only approvals move it */
export async function moveFreely(
  tx: RegistryTransaction,
  command: MoveAliasCommand,
  action: AliasChange['action'],
): Promise<AliasResult> {
  const prepared = await prepareMove(tx, command);
  if (prepared.unchanged) return prepared.unchanged;
  const { protection } = await findProtection(tx, command.model, command.alias);
  if (protection) throw new ApprovalRequiredError(command, protection.approvals, protection.roles);
  return applyMove(tx, command, prepared, action);
}

export class SetAlias {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: SetAliasCommand): Promise<AliasResult> {
    checkReason(command.reason);
    return this.unitOfWork.run((tx) => moveFreely(tx, command, 'set'));
  }
}
