import { AliasRoleError } from '../aliases/alias.errors';
import { checkReason } from '../aliases/check-reason';
import { applyMove, prepareMove, type MoveAliasCommand } from '../aliases/move-alias';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import type { Person } from './approval';
import { findProtection } from './binding';
import { openRequest, type MoveOutcome } from './open-request';

export interface ProposeMoveCommand extends MoveAliasCommand, Person {
  /** Of the request, when one is needed. */
  readonly approvalId: string;
}

/**
 * What a person means by "make it champion": done at once where the alias is free, asked for where it is protected. What serves is
 * moved at once by an admin only; asking is open to whoever may call.
 */
export class ProposeMove {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: ProposeMoveCommand): Promise<MoveOutcome> {
    checkReason(command.reason);
    return this.unitOfWork.run(async (tx) => {
      const prepared = await prepareMove(tx, command);
      if (prepared.unchanged) return { kind: 'moved', ...prepared.unchanged };
      const { protection } = await findProtection(tx, command.model, command.alias);
      if (protection)
        return { kind: 'awaits', ...(await openRequest(tx, { ...command, id: command.approvalId }, protection)) };
      if (command.alias === CHAMPION && command.role !== 'admin')
        throw new AliasRoleError(
          `Role ${command.role} may not decide alone what serves; admin may. Where the policy protects ${CHAMPION}, you may ask for approval.`,
        );
      const action = command.alias === CHAMPION ? 'promote' : 'set';
      return { kind: 'moved', ...(await applyMove(tx, command, prepared, action)) };
    });
  }
}
