import { ApprovalVoidError, DecideApproval, type ApprovalRequest, type DecideCommand } from '@plumbline/registry-core';
import type { AliasChangeNotice } from '../aliases/alias-change-notice';
import { approvalSummary, type ApprovalNotice } from './approval-notice';

const DONE = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' } as const;

/** Takes a decision and tells the house what followed from it. */
export class DecisionDesk {
  constructor(
    private readonly decideApproval: DecideApproval,
    private readonly notice: ApprovalNotice,
    private readonly aliasNotice: AliasChangeNotice,
  ) {}

  /** @throws ApprovalVoidError when what was to be approved had changed; the request is void from then on */
  async decide(decision: keyof typeof DONE, command: DecideCommand): Promise<ApprovalRequest> {
    const { request, moved, voided } = await this.decideApproval[decision](command);
    await this.notice.voided(voided);
    if (request.state === 'void') throw new ApprovalVoidError(request);
    const { alias, version } = request;
    const summary = `version ${version} as ${alias} ${DONE[decision]} by ${command.person}: ${command.reason}`;
    await this.notice.send(DONE[decision], request, summary);
    if (moved) {
      await this.notice.send('applied', request, approvalSummary('applied', request));
      await this.aliasNotice.send({ ...moved, voided: [] }, 'promote', request.reason);
    }
    return request;
  }
}
