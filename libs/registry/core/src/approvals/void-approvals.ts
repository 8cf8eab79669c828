import type { RegistryTransaction } from '../store/registry-unit-of-work.port';
import type { ApprovalRequest } from './approval';

type Writing = Pick<RegistryTransaction, 'approvals' | 'audit'>;

export async function voidRequest(
  { approvals, audit }: Writing,
  request: ApprovalRequest,
  { actor, reason }: { actor: string; reason: string },
): Promise<ApprovalRequest> {
  const { id, model, alias, version } = request;
  await approvals.setState(id, 'void', reason);
  await audit.record({
    actor,
    action: 'approval.voided',
    resourceType: 'approval',
    resourceId: id,
    reason,
    detail: { model, alias, version, from: request.state },
  });
  return { ...request, state: 'void', stateReason: reason };
}

/**
 * In the transaction that changes what approvals were bound to, under the model's lock: whoever looks at a request sees at
 * once that it is dead. It is checked again at every decision, so nothing depends on this being called.
 */
export async function voidApprovals(
  tx: Writing,
  { model, where }: { model: string; where: (request: ApprovalRequest) => boolean },
  because: { actor: string; reason: string },
): Promise<ApprovalRequest[]> {
  const voided: ApprovalRequest[] = [];
  for (const request of await tx.approvals.pendingOf(model))
    if (where(request)) voided.push(await voidRequest(tx, request, because));
  return voided;
}
