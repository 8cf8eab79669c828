import { NoPreviousChampionError, UnknownModelError } from '../registry.errors';
import { findProtection } from '../approvals/binding';
import { openRequest, type MoveOutcome } from '../approvals/open-request';
import type { Person } from '../approvals/approval';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { previousChampion } from './champion-lineage';
import { checkReason } from './check-reason';
import { applyMove, prepareMove } from './move-alias';

export interface RollbackChampionCommand extends Person {
  readonly model: string;
  readonly reason: string;
  readonly expectedRevision?: number;
  /** Of the request, where the policy wants approvals for a rollback too. */
  readonly approvalId: string;
}

/** Back to the champion before this one: an emergency brake, for which nobody waits unless the policy says so. */
export class RollbackChampion {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: RollbackChampionCommand): Promise<MoveOutcome> {
    checkReason(command.reason);
    const { model } = command;
    return this.unitOfWork.run(async (tx) => {
      if (!(await tx.models.lock(model))) throw new UnknownModelError(model);
      const present = await tx.models.findAlias(model, CHAMPION);
      const version = present && previousChampion(await tx.models.aliasMoves(model, CHAMPION), present.version);
      if (version === null) throw new NoPreviousChampionError(model);
      const { policy, protection } = await findProtection(tx, model, CHAMPION);
      const move = { ...command, alias: CHAMPION, version };
      const prepared = await prepareMove(tx, move);
      if (protection && policy.rollbackNeedsApproval)
        return { kind: 'awaits', ...(await openRequest(tx, { ...move, id: command.approvalId }, protection)) };
      const evidence = protection ? { emergencyBrake: true as const } : {};
      return { kind: 'moved', ...(await applyMove(tx, { ...move, evidence }, prepared, 'rollback')) };
    });
  }
}
