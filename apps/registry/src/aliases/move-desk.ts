import type { AliasView, AwaitingApprovalView } from '@plumbline/contracts';
import { toAliasView } from '@plumbline/registry-adapters';
import {
  CHAMPION,
  type AliasChange,
  type MoveOutcome,
  type ProposeMove,
  type RollbackChampion,
} from '@plumbline/registry-core';
import type { FastifyReply } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { ApprovalNotice } from '../approvals/approval-notice';
import { toAwaitingView } from '../approvals/approval.mapper';
import { etagOf } from '../http/read-request';
import type { AliasChangeNotice } from './alias-change-notice';

type Proposal = Omit<Parameters<ProposeMove['execute']>[0], 'approvalId'>;
type Rollback = Omit<Parameters<RollbackChampion['execute']>[0], 'approvalId'>;

/** One way for every route that moves an alias: done (200) or asked for (202), and the house is told. */
export class MoveDesk {
  constructor(
    private readonly proposeMove: ProposeMove,
    private readonly rollbackChampion: RollbackChampion,
    private readonly notice: AliasChangeNotice,
    private readonly approvals: ApprovalNotice,
  ) {}

  async propose(proposal: Proposal, reply: FastifyReply): Promise<AliasView | AwaitingApprovalView> {
    const outcome = await this.proposeMove.execute({ ...proposal, approvalId: uuidv7() });
    const action = proposal.alias === CHAMPION ? 'promote' : 'set';
    return this.answer(outcome, action, proposal.reason, reply);
  }

  async rollback(rollback: Rollback, reply: FastifyReply): Promise<AliasView | AwaitingApprovalView> {
    const outcome = await this.rollbackChampion.execute({ ...rollback, approvalId: uuidv7() });
    return this.answer(outcome, 'rollback', rollback.reason, reply);
  }

  private async answer(
    outcome: MoveOutcome,
    action: AliasChange['action'],
    reason: string,
    reply: FastifyReply,
  ): Promise<AliasView | AwaitingApprovalView> {
    if (outcome.kind === 'awaits') {
      await this.approvals.opened(outcome);
      reply.status(202).header('location', `/api/v1/approvals/${outcome.request.id}`);
      return toAwaitingView(outcome);
    }
    await this.notice.send(outcome, action, reason);
    reply.status(200).header('etag', etagOf(outcome.alias.revision));
    return toAliasView(outcome.alias);
  }
}
