import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { promoteBodySchema, rollbackBodySchema } from '@plumbline/contracts';
import { CurrentIdentity, type Identity } from '@plumbline/platform';
import { CHAMPION } from '@plumbline/registry-core';
import type { FastifyReply } from 'fastify';
import { personOf } from '../approvals/approval.mapper';
import { expectedRevision, readBody, readModel } from '../http/read-request';
import { MoveDesk } from './move-desk';

/** What serves, by decision of a person. */
@Controller('api/v1/models/:model')
export class PromotionController {
  constructor(@Inject(MoveDesk) private readonly desk: MoveDesk) {}

  /** 200: it serves. 202: the champion is protected, and approval was asked for. */
  @Post('promote')
  promote(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version, reason } = readBody(promoteBodySchema, body);
    const move = { model: readModel(params), alias: CHAMPION, version, reason };
    return this.desk.propose({ ...move, ...personOf(identity), ...expectedRevision(headers) }, reply);
  }

  @Post('rollback')
  rollback(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason } = readBody(rollbackBodySchema, body);
    const command = { model: readModel(params), reason, ...personOf(identity) };
    return this.desk.rollback({ ...command, ...expectedRevision(headers) }, reply);
  }
}
