import type { ApprovalRequest, OpenedRequest } from '@plumbline/registry-core';
import type { Announcer } from '../wiring/announcer';

type Happened = 'requested' | 'approved' | 'rejected' | 'withdrawn' | 'voided' | 'applied';

export function approvalSummary(happened: Happened, request: ApprovalRequest): string {
  const { alias, version, reason, stateReason } = request;
  const what = `version ${version} as ${alias}`;
  if (happened === 'requested') return `approval asked for ${what}: ${reason}`;
  if (happened === 'applied') return `${what}, as approved`;
  return `approval of ${what} is ${happened === 'voided' ? 'void' : happened}: ${stateReason}`;
}

/** Tells the house, after the commit, what became of a request. */
export class ApprovalNotice {
  constructor(private readonly announcer: Announcer) {}

  async send(happened: Happened, request: ApprovalRequest, summary: string): Promise<void> {
    const { id: approvalId, model, alias, version, state, approvalsNeeded, decisions } = request;
    const approvals = decisions.filter(({ decision }) => decision === 'approve').length;
    await this.announcer.announce({
      kind: `approval.${happened}`,
      model,
      summary,
      detail: { approvalId, alias, version, state, approvals, approvalsNeeded },
    });
  }

  async opened({ request, created, voided }: OpenedRequest): Promise<void> {
    await this.voided(voided);
    if (created) await this.send('requested', request, approvalSummary('requested', request));
  }

  async voided(requests: readonly ApprovalRequest[]): Promise<void> {
    for (const request of requests) await this.send('voided', request, approvalSummary('voided', request));
  }
}
