import type { ApprovalView, AwaitingApprovalView } from '@plumbline/contracts';
import { actorOf, type Identity } from '@plumbline/platform';
import type { ApprovalRequest, OpenedRequest, Person } from '@plumbline/registry-core';

export const personOf = (identity: Identity): Person => ({
  actor: actorOf(identity),
  person: identity.person,
  role: identity.role,
});

export function toApprovalView(request: ApprovalRequest): ApprovalView {
  const { artifactDigest, gateReportDigest, cardRevision, aliasRevision, decisions, createdAt, closedAt } = request;
  return {
    id: request.id,
    model: request.model,
    alias: request.alias,
    version: request.version,
    reason: request.reason,
    requester: request.requester,
    state: request.state,
    stateReason: request.stateReason,
    approvalsNeeded: request.approvalsNeeded,
    approvals: decisions.filter(({ decision }) => decision === 'approve').length,
    boundTo: { artifactDigest, gateReportDigest, cardRevision, aliasRevision },
    decisions: decisions.map(({ actor, decision, reason, decidedAt }) => ({
      by: actor,
      decision,
      reason,
      at: decidedAt.toISOString(),
    })),
    createdAt: createdAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

export function toAwaitingView({ request, created }: OpenedRequest): AwaitingApprovalView {
  const approval = toApprovalView(request);
  const { alias, model, approvalsNeeded, approvals, id } = approval;
  const missing = approvalsNeeded - approvals;
  const detail = `Alias ${alias} of ${model} is protected: ${missing} more approval${missing === 1 ? '' : 's'} by other people move it. POST /api/v1/approvals/${id}/approve, or plumbline approval approve ${id}.`;
  return { approval, created, detail };
}
