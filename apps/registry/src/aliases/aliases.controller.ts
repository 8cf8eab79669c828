import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Put, Query, Res } from '@nestjs/common';
import {
  aliasBodySchema,
  removeAliasBodySchema,
  type AliasHistoryView,
  type AliasView,
  type AwaitingApprovalView,
  type Page,
} from '@plumbline/contracts';
import { CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { AliasViewsQuery, toAliasView } from '@plumbline/registry-adapters';
import { CorrectAlias, RemoveAlias } from '@plumbline/registry-core';
import type { FastifyReply } from 'fastify';
import { personOf } from '../approvals/approval.mapper';
import { dateQuery, etagOf, expectedRevision, pageQuery, readAlias, readBody, readModel } from '../http/read-request';
import { AliasChangeNotice } from './alias-change-notice';
import { MoveDesk } from './move-desk';

const historyQuery = pageQuery.extend({ at: dateQuery, knownAt: dateQuery });
type RequestHeaders = Record<string, unknown>;

@Controller('api/v1/models/:model/aliases')
export class AliasesController {
  constructor(
    @Inject(AliasViewsQuery) private readonly views: AliasViewsQuery,
    @Inject(MoveDesk) private readonly desk: MoveDesk,
    @Inject(CorrectAlias) private readonly correctAlias: CorrectAlias,
    @Inject(RemoveAlias) private readonly removeAlias: RemoveAlias,
    @Inject(AliasChangeNotice) private readonly notice: AliasChangeNotice,
  ) {}

  @Get()
  async list(@Param() params: unknown): Promise<Page<AliasView>> {
    return { items: await this.views.list(readModel(params)), nextCursor: null };
  }

  @Get(':alias')
  async one(@Param() params: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<AliasView> {
    const { model, alias } = readAlias(params);
    const view = await this.views.one(model, alias);
    reply.header('etag', etagOf(view.revision));
    return view;
  }

  /** Moves it; 202 with the approval request where it is protected. With `effectiveAt` the history is corrected instead. */
  @Put(':alias')
  async put(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: RequestHeaders,
    @CurrentIdentity() identity: Identity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AliasView | AwaitingApprovalView> {
    const { effectiveAt, ...change } = readBody(aliasBodySchema, body);
    const command = { ...readAlias(params), ...change, ...expectedRevision(headers), ...personOf(identity) };
    if (effectiveAt === undefined) return this.desk.propose(command, reply);
    const alias = toAliasView(await this.correctAlias.execute({ ...command, effectiveAt: new Date(effectiveAt) }));
    reply.header('etag', etagOf(alias.revision));
    return alias;
  }

  @Delete(':alias')
  @HttpCode(204)
  async remove(
    @Param() params: unknown,
    @Body() body: unknown,
    @Query() query: unknown,
    @Headers() headers: RequestHeaders,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    // Not every client sends a body with DELETE.
    const { reason } = readBody(removeAliasBodySchema, body ?? query);
    const { model, alias } = readAlias(params);
    const command = { model, alias, reason, ...expectedRevision(headers), ...personOf(identity) };
    await this.notice.removed(command, await this.removeAlias.execute(command));
  }

  /** Latest in effect first. With `at`, the first item is what the alias meant then, as far as it was known at `knownAt`. */
  @Get(':alias/history')
  history(@Param() params: unknown, @Query() query: unknown): Promise<AliasHistoryView> {
    const { model, alias } = readAlias(params);
    return this.views.history(model, alias, parseInput(historyQuery, query));
  }
}
