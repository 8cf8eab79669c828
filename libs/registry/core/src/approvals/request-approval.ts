import { checkReason } from '../aliases/check-reason';
import { prepareMove } from '../aliases/move-alias';
import type { RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { ApprovalNotNeededError } from './approval.errors';
import { findProtection } from './binding';
import { openRequest, type OpenedRequest, type OpenRequestCommand } from './open-request';

/** Asks for the approvals that a protected alias takes; nothing moves yet. */
export class RequestApproval {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  async execute(command: OpenRequestCommand): Promise<OpenedRequest> {
    checkReason(command.reason);
    return this.unitOfWork.run(async (tx) => {
      const { unchanged } = await prepareMove(tx, command);
      const { protection } = await findProtection(tx, command.model, command.alias);
      if (!protection || unchanged) throw new ApprovalNotNeededError(command, unchanged !== null);
      return openRequest(tx, command, protection);
    });
  }
}
