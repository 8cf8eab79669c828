import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  APPROVAL_STATES,
  approvalBodySchema,
  decisionBodySchema,
  type ApprovalView,
  type Page,
} from '@plumbline/contracts';
import { authorizeModel, CurrentIdentity, mayUseModel, parseInput, type Identity } from '@plumbline/platform';
import { ApprovalViewsQuery } from '@plumbline/registry-adapters';
import { RequestApproval, type ApprovalRequest } from '@plumbline/registry-core';
import type { FastifyReply } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { pageQuery, readBody, readId } from '../http/read-request';
import { ApprovalNotice } from './approval-notice';
import { personOf, toApprovalView } from './approval.mapper';
import { DecisionDesk } from './decision-desk';

const listQuery = pageQuery.extend({
  cursor: z.uuid().optional(),
  model: z.string().optional(),
  state: z.enum(APPROVAL_STATES).optional(),
});

@Controller('api/v1/approvals')
export class ApprovalsController {
  constructor(
    @Inject(ApprovalViewsQuery) private readonly views: ApprovalViewsQuery,
    @Inject(RequestApproval) private readonly requestApproval: RequestApproval,
    @Inject(DecisionDesk) private readonly desk: DecisionDesk,
    @Inject(ApprovalNotice) private readonly notice: ApprovalNotice,
  ) {}

  /** Newest first. */
  @Get()
  async list(@Query() query: unknown, @CurrentIdentity() identity: Identity): Promise<Page<ApprovalView>> {
    const { items, more } = await this.views.list(parseInput(listQuery, query));
    const shown = items.filter(({ model }) => mayUseModel(identity, model));
    return { items: shown.map(toApprovalView), nextCursor: more ? (items.at(-1)?.id ?? null) : null };
  }

  @Get(':id')
  async one(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<ApprovalView> {
    return toApprovalView(await this.find(params, identity));
  }

  /** 201 for a new request, 200 for the one that somebody made for the same before. */
  @Post()
  async request(
    @Body() body: unknown,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApprovalView> {
    const command = readBody(approvalBodySchema, body);
    authorizeModel(identity, command.model);
    const opened = await this.requestApproval.execute({ ...command, ...personOf(identity), id: uuidv7() });
    await this.notice.opened(opened);
    reply.status(opened.created ? 201 : 200);
    return toApprovalView(opened.request);
  }

  @Post(':id/approve')
  @HttpCode(200)
  approve(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.decide('approve', params, body, identity);
  }

  @Post(':id/reject')
  @HttpCode(200)
  reject(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.decide('reject', params, body, identity);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  withdraw(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity) {
    return this.decide('withdraw', params, body, identity);
  }

  private async decide(
    decision: 'approve' | 'reject' | 'withdraw',
    params: unknown,
    body: unknown,
    identity: Identity,
  ): Promise<ApprovalView> {
    const { id } = await this.find(params, identity);
    const { reason } = readBody(decisionBodySchema, body);
    return toApprovalView(await this.desk.decide(decision, { id, reason, ...personOf(identity) }));
  }

  private async find(params: unknown, identity: Identity): Promise<ApprovalRequest> {
    const request = await this.views.one(readId(params));
    authorizeModel(identity, request.model);
    return request;
  }
}
