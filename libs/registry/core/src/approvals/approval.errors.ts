import { PlumblineError } from '@plumbline/problem';
import type { ApprovalRequest } from './approval';

export class UnknownApprovalError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'approval_not_found', `There is no approval request ${id}. GET /api/v1/approvals lists them.`);
  }
}

export class ApprovalNotNeededError extends PlumblineError {
  constructor({ model, alias, version }: { model: string; alias: string; version: number }, isThere: boolean) {
    const free = `Alias ${alias} of ${model} is not protected: set it with PUT /api/v1/models/${model}/aliases/${alias}.`;
    const message = isThere ? `Alias ${alias} of ${model} is version ${version} already.` : free;
    super('conflict', 'approval_not_needed', message);
  }
}

export class ApprovalClosedError extends PlumblineError {
  constructor({ id, state, stateReason }: ApprovalRequest) {
    const why = stateReason ? `: ${stateReason}` : '';
    super('conflict', 'approval_closed', `Approval request ${id} is ${state}${why}. Ask again to begin anew.`);
  }
}

/** What was approved is not what there is now. */
export class ApprovalVoidError extends PlumblineError {
  constructor({ id, stateReason }: ApprovalRequest) {
    const message = `Approval request ${id} is void: ${stateReason}. Look at it as it is now, then ask again.`;
    super('conflict', 'approval_void', message);
  }
}

export class OwnApprovalError extends PlumblineError {
  constructor(person: string) {
    const message = `You asked for this yourself as ${person}: somebody else has to approve it. Another token of yours does not make you another person.`;
    super('forbidden', 'approval_own', message);
  }
}

export class RepeatedApprovalError extends PlumblineError {
  constructor(person: string) {
    super('conflict', 'approval_repeated', `${person} has decided already; each person counts once.`);
  }
}

export class ApproverRoleError extends PlumblineError {
  constructor(role: string, roles: readonly string[], alias: string) {
    super('forbidden', 'approver_role', `Role ${role} may not approve for ${alias}; ${roles.join(', ')} may.`);
  }
}

export class NotTheRequesterError extends PlumblineError {
  constructor(requester: string) {
    const message = `Only ${requester}, who asked, or an admin may withdraw this. You may reject it.`;
    super('forbidden', 'approval_not_yours', message);
  }
}
