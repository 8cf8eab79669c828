import type { AliasProtection } from '../aliases/protection.policy';
import type { AliasResult } from '../aliases/move-alias';
import type { RegistryTransaction } from '../store/registry-unit-of-work.port';
import type { ApprovalRequest, Person } from './approval';
import { readPresent, voidReason, type Move } from './binding';
import { UnknownApprovalError } from './approval.errors';
import { voidRequest } from './void-approvals';

export interface OpenedRequest {
  readonly request: ApprovalRequest;
  /** False: somebody had asked for the same already. */
  readonly created: boolean;
  readonly voided: readonly ApprovalRequest[];
}

/** Either the alias moved, or it waits for approvals. */
export type MoveOutcome = ({ readonly kind: 'moved' } & AliasResult) | ({ readonly kind: 'awaits' } & OpenedRequest);

export interface OpenRequestCommand extends Move, Person {
  readonly id: string;
  readonly reason: string;
}

/**
 * Under the model's lock. One request for a version and an alias at a time: who asks for the same gets the one there is, unless it
 * is void by now.
 */
export async function openRequest(
  tx: RegistryTransaction,
  { id, model, alias, version, reason, actor, person }: OpenRequestCommand,
  { approvals: approvalsNeeded, roles }: AliasProtection,
): Promise<OpenedRequest> {
  const { archived: _archived, protection: _protection, ...bound } = await readPresent(tx, { model, alias, version });
  const pending = await tx.approvals.pendingOf(model);
  const same = pending.find((one) => one.alias === alias && one.version === version);
  const why = same && voidReason(same, await readPresent(tx, same));
  if (same && !why) return { request: same, created: false, voided: [] };
  const voided = same && why ? [await voidRequest(tx, same, { actor, reason: why })] : [];
  await tx.approvals.insert({ id, model, alias, version, reason, requester: person, ...bound, approvalsNeeded });
  await tx.audit.record({
    actor,
    action: 'approval.requested',
    resourceType: 'approval',
    resourceId: id,
    reason,
    detail: { model, alias, version, requester: person, ...bound, approvalsNeeded, roles },
  });
  const request = await tx.approvals.find(id);
  if (!request) throw new UnknownApprovalError(id);
  return { request, created: true, voided };
}
