import { applyMove, prepareMove, type AliasResult } from '../aliases/move-alias';
import type { AliasProtection } from '../aliases/protection.policy';
import type { RegistryTransaction, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { approversOf, type ApprovalRequest } from './approval';
import { applyRequest } from './apply-request';
import { findProtection } from './binding';
import { openRequest } from './open-request';
import { voidApprovals } from './void-approvals';

export interface CandidateCommand {
  readonly model: string;
  readonly version: number;
  readonly reason: string;
  /** `system:...`: nobody's own, so any approver may approve, and it is applied by this class only. */
  readonly actor: string;
  /** Of the request, when one is needed. */
  readonly approvalId: string;
  readonly rolloutId: string;
  /** A refusal from before, of an earlier rollout, is none of this one. */
  readonly rolloutStartedAt: Date;
}

/** Whether the candidate of a rollout may become champion now. */
export type Clearance =
  | { readonly kind: 'free'; readonly approved: ApprovalRequest | null }
  | { readonly kind: 'waits'; readonly reason: string; readonly request: ApprovalRequest; readonly created: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

export type CandidatePromotion =
  Exclude<Clearance, { kind: 'free' }> | { readonly kind: 'promoted'; readonly moved: AliasResult };

const personsOf = (needed: number): string => `${needed} approval${needed === 1 ? '' : 's'}`;

function waiting(request: ApprovalRequest, created: boolean): Clearance {
  const missing = request.approvalsNeeded - approversOf(request).length;
  const reason = `waits for ${personsOf(missing)} (approval request ${request.id})`;
  return { kind: 'waits', reason, request, created };
}

async function clearanceOf(
  tx: RegistryTransaction,
  command: CandidateCommand,
  protection: AliasProtection | null,
): Promise<Clearance> {
  if (!protection) return { kind: 'free', approved: null };
  const move = { model: command.model, alias: CHAMPION, version: command.version };
  const latest = await tx.approvals.latestOf(move, command.actor);
  if (latest?.state === 'rejected' && latest.createdAt >= command.rolloutStartedAt)
    return { kind: 'refused', reason: `approval was refused: ${latest.stateReason}` };
  const asked = { ...command, alias: CHAMPION, id: command.approvalId, person: command.actor, role: 'system' };
  const { request, created } = await openRequest(tx, asked, protection);
  return request.state === 'approved' ? { kind: 'free', approved: request } : waiting(request, created);
}

/** How the last step of a rollout obeys a protected champion: it asks once, waits, and carries out what was approved. */
export class CandidateApproval {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  clear(command: CandidateCommand): Promise<Clearance> {
    return this.unitOfWork.run(async (tx) => {
      const { unchanged } = await prepareMove(tx, { ...command, alias: CHAMPION });
      if (unchanged) return { kind: 'free', approved: null };
      return clearanceOf(tx, command, (await findProtection(tx, command.model, CHAMPION)).protection);
    });
  }

  /** Looks again: what was clear a moment ago may be void now. Idempotent. */
  promote(command: CandidateCommand): Promise<CandidatePromotion> {
    return this.unitOfWork.run(async (tx) => {
      const { model, version, reason, actor, rolloutId } = command;
      const move = { model, version, alias: CHAMPION, reason, actor, evidence: { rolloutId } };
      const prepared = await prepareMove(tx, move);
      if (prepared.unchanged) return { kind: 'promoted', moved: prepared.unchanged };
      const { protection } = await findProtection(tx, model, CHAMPION);
      const clearance = await clearanceOf(tx, command, protection);
      if (clearance.kind !== 'free') return clearance;
      const { approved } = clearance;
      const moved = approved ? await applyRequest(tx, approved, move) : await applyMove(tx, move, prepared, 'promote');
      return { kind: 'promoted', moved };
    });
  }

  /** The rollout ended otherwise: nobody may approve its candidate by mistake later. */
  abandon({ model, version, reason, actor }: Omit<CandidateCommand, 'approvalId' | 'rolloutId' | 'rolloutStartedAt'>) {
    return this.unitOfWork.run(async (tx) => {
      await tx.models.lock(model);
      const where = (request: ApprovalRequest) => request.alias === CHAMPION && request.version === version;
      return voidApprovals(tx, { model, where }, { actor, reason });
    });
  }
}
