import { applyMove, prepareMove, type AliasResult } from '../aliases/move-alias';
import type { RegistryTransaction, RegistryUnitOfWork } from '../store/registry-unit-of-work.port';
import { CHAMPION } from '../versions/model-version';
import { approversOf, isSystem, type ApprovalRequest, type Person } from './approval';
import { applyRequest } from './apply-request';
import { findProtection } from './binding';
import { openRequest, type OpenedRequest } from './open-request';
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

interface Waiting {
  readonly kind: 'waits';
  readonly reason: string;
  readonly request: ApprovalRequest;
  readonly created: boolean;
  /** An earlier request for the same that was void by now. */
  readonly voided: readonly ApprovalRequest[];
}

interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Whether the candidate of a rollout may become champion now. */
export type CandidateClearance =
  { readonly kind: 'free'; readonly approved: ApprovalRequest | null } | Waiting | Refused;

export type PromotedCandidate = {
  readonly kind: 'promoted';
  readonly moved: AliasResult;
  readonly approved: ApprovalRequest | null;
};

const FREE = { kind: 'free', approved: null } as const;

function waitingFor({ request, created, voided }: OpenedRequest): Waiting {
  const missing = request.approvalsNeeded - approversOf(request).length;
  const reason = `waits for ${missing} approval${missing === 1 ? '' : 's'} (approval request ${request.id})`;
  return { kind: 'waits', reason, request, created, voided };
}

async function clearanceOf(
  tx: RegistryTransaction,
  command: CandidateCommand,
  by: Person,
): Promise<CandidateClearance> {
  const { protection } = await findProtection(tx, command.model, CHAMPION);
  if (!protection) return FREE;
  const move = { model: command.model, alias: CHAMPION, version: command.version };
  const latest = await tx.approvals.latestOf(move, by.person);
  if (isSystem(by.person) && latest?.state === 'rejected' && latest.createdAt >= command.rolloutStartedAt)
    return { kind: 'refused', reason: `approval was refused: ${latest.stateReason}` };
  const opened = await openRequest(tx, { ...move, ...by, id: command.approvalId, reason: command.reason }, protection);
  return opened.request.state === 'approved' ? { kind: 'free', approved: opened.request } : waitingFor(opened);
}

const itself = ({ actor }: CandidateCommand): Person => ({ actor, person: actor, role: 'system' });

/** How the last step of a rollout obeys a protected champion: it asks once, waits, and carries out what was approved. */
export class CandidateApproval {
  constructor(private readonly unitOfWork: RegistryUnitOfWork) {}

  /** By the evidence: nobody's own wish, so any approver may approve. */
  clear(command: CandidateCommand): Promise<CandidateClearance> {
    return this.ask(command, itself(command));
  }

  /** By a person, who may not approve it then. */
  ask(command: CandidateCommand, by: Person): Promise<CandidateClearance> {
    return this.unitOfWork.run(async (tx) => {
      const { unchanged } = await prepareMove(tx, { ...command, alias: CHAMPION });
      return unchanged ? FREE : clearanceOf(tx, command, by);
    });
  }

  /** Looks again: what was clear a moment ago may be void now. Idempotent. */
  promote(command: CandidateCommand): Promise<PromotedCandidate | Waiting | Refused> {
    return this.unitOfWork.run(async (tx) => {
      const { model, version, reason, actor, rolloutId } = command;
      const move = { model, version, alias: CHAMPION, reason, actor, evidence: { rolloutId } };
      const prepared = await prepareMove(tx, move);
      if (prepared.unchanged) return { kind: 'promoted', moved: prepared.unchanged, approved: null };
      const clearance = await clearanceOf(tx, command, itself(command));
      if (clearance.kind !== 'free') return clearance;
      const { approved } = clearance;
      const moved = approved ? await applyRequest(tx, approved, move) : await applyMove(tx, move, prepared, 'promote');
      return { kind: 'promoted', moved, approved: approved && (await tx.approvals.find(approved.id)) };
    });
  }

  /** The rollout ended otherwise: nobody may approve its candidate by mistake later. */
  abandon({ model, version, reason, actor }: Pick<CandidateCommand, 'model' | 'version' | 'reason' | 'actor'>) {
    return this.unitOfWork.run(async (tx) => {
      await tx.models.lock(model);
      const where = (request: ApprovalRequest) => request.alias === CHAMPION && request.version === version;
      return voidApprovals(tx, { model, where }, { actor, reason });
    });
  }
}
