import type { Prisma } from '@plumbline/platform';
import type { ApprovalDecision, ApprovalRequest } from '@plumbline/registry-core';

export const WITH_DECISIONS = { decisions: { orderBy: { decidedAt: 'asc' } } } as const;

type RequestRow = Prisma.ApprovalRequestGetPayload<{ include: { decisions: true } }>;

export function toApproval({ decisions, ...row }: RequestRow): ApprovalRequest {
  return {
    ...row,
    state: row.state as ApprovalRequest['state'],
    decisions: decisions.map(({ actor, decision, reason, decidedAt }) => ({
      actor,
      decision: decision as ApprovalDecision['decision'],
      reason,
      decidedAt,
    })),
  };
}
