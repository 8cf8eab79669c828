import { checkReason } from '../aliases/check-reason';
import type { AliasResult } from '../aliases/move-alias';
import type { RegistryTransaction, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { approversOf, isPending, isSystem, type ApprovalRequest, type ApprovalState, type Person } from './approval';
import {
  ApprovalClosedError,
  ApproverRoleError,
  NotTheRequesterError,
  OwnApprovalError,
  RepeatedApprovalError,
  UnknownApprovalError,
} from './approval.errors';
import { applyRequest } from './apply-request';
import { readPresent, voidReason, type PresentState } from './binding';
import { voidRequest } from './void-approvals';

export interface DecideCommand extends Person {
  readonly id: string;
  readonly reason: string;
}

export interface DecisionOutcome {
  /** As it is after the decision. `void`: what it was bound to had changed, and the decision did not count. */
  readonly request: ApprovalRequest;
  /** The last approval moved the alias. */
  readonly moved: AliasResult | null;
  readonly voided: readonly ApprovalRequest[];
}

type Decide = (tx: RegistryTransaction, request: ApprovalRequest) => Promise<Omit<DecisionOutcome, 'request'>>;

const NOTHING = { moved: null, voided: [] } as const;

function refuseApprover({ person, role }: DecideCommand, request: ApprovalRequest, { protection }: PresentState): void {
  if (protection && !protection.roles.includes(role))
    throw new ApproverRoleError(role, protection.roles, request.alias);
  if (person === request.requester) throw new OwnApprovalError(person);
  if (request.decisions.some(({ actor }) => actor === person)) throw new RepeatedApprovalError(person);
}

export class DecideApproval {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** The last approval that is needed moves the alias, in the same transaction. */
  approve(command: DecideCommand): Promise<DecisionOutcome> {
    return this.decide(command, ['open'], async (tx, request) => {
      const present = await readPresent(tx, request);
      const why = voidReason(request, present);
      if (why) return { moved: null, voided: [await voidRequest(tx, request, { actor: command.actor, reason: why })] };
      refuseApprover(command, request, present);
      await this.write(tx, request, command, 'approve');
      const approved = await reread(tx, request.id);
      if (approversOf(approved).length < request.approvalsNeeded) return NOTHING;
      if (isSystem(request.requester)) {
        await tx.approvals.setState(request.id, 'approved', 'waits for the rollout to be carried out');
        return NOTHING;
      }
      const moved = await applyRequest(tx, approved, { actor: command.actor });
      return { moved, voided: moved.voided };
    });
  }

  /** One person who may approve is enough to refuse. */
  reject(command: DecideCommand): Promise<DecisionOutcome> {
    return this.decide(command, ['open', 'approved'], async (tx, request) => {
      const { protection } = await readPresent(tx, request);
      if (protection && !protection.roles.includes(command.role))
        throw new ApproverRoleError(command.role, protection.roles, request.alias);
      await this.close(tx, request, command, 'reject');
      return NOTHING;
    });
  }

  withdraw(command: DecideCommand): Promise<DecisionOutcome> {
    return this.decide(command, ['open', 'approved'], async (tx, request) => {
      if (command.person !== request.requester && command.role !== 'admin')
        throw new NotTheRequesterError(request.requester);
      await this.close(tx, request, command, 'withdraw');
      return NOTHING;
    });
  }

  /** Under the model's lock: of two last approvals at once, the second finds the request applied. */
  private decide(command: DecideCommand, from: readonly ApprovalState[], work: Decide): Promise<DecisionOutcome> {
    checkReason(command.reason);
    return this.unitOfWork.run(async (tx) => {
      const { model } = await reread(tx, command.id);
      await tx.models.lock(model);
      const request = await reread(tx, command.id);
      if (!isPending(request) || !from.includes(request.state)) throw new ApprovalClosedError(request);
      const outcome = await work(tx, request);
      return { ...outcome, request: await reread(tx, command.id) };
    });
  }

  private async close(
    tx: RegistryTransaction,
    request: ApprovalRequest,
    command: DecideCommand,
    how: 'reject' | 'withdraw',
  ) {
    // A person who approved before may still reject: the state and the audit log keep it, the decision stays the first one.
    await this.write(tx, request, command, how);
    await tx.approvals.setState(request.id, how === 'reject' ? 'rejected' : 'withdrawn', command.reason);
  }

  private async write(
    { approvals, audit }: RegistryTransaction,
    { id, model, alias, version, requester, approvalsNeeded }: ApprovalRequest,
    { actor, person, role, reason }: DecideCommand,
    decision: 'approve' | 'reject' | 'withdraw',
  ): Promise<void> {
    await approvals.addDecision(id, { actor: person, decision, reason });
    const done = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' }[decision];
    await audit.record({
      actor,
      action: `approval.${done}`,
      resourceType: 'approval',
      resourceId: id,
      reason,
      detail: { model, alias, version, person, role, requester, approvalsNeeded },
    });
  }
}

async function reread({ approvals }: RegistryTransaction, id: string): Promise<ApprovalRequest> {
  const request = await approvals.find(id);
  if (!request) throw new UnknownApprovalError(id);
  return request;
}
