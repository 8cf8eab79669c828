import type { ApprovalRequest, OpenedRequest } from '@plumbline/registry-core';
import type { Announcer } from '../wiring/announcer';

type Happened = 'requested' | 'approved' | 'rejected' | 'withdrawn' | 'voided' | 'applied';

const of = ({ alias, version }: ApprovalRequest): string => `version ${version} as ${alias}`;

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
    if (created) await this.send('requested', request, `approval asked for ${of(request)}: ${request.reason}`);
  }

  async voided(requests: readonly ApprovalRequest[]): Promise<void> {
    for (const request of requests)
      await this.send('voided', request, `approval of ${of(request)} is void: ${request.stateReason}`);
  }
}
