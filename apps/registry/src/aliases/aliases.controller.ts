import { Body, Controller, Get, Headers, Inject, Param, Put, Query } from '@nestjs/common';
import { aliasBodySchema, type AliasChangeView, type AliasView, type Page } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { SetAlias } from '@plumbline/registry-core';
import { z } from 'zod';
import { dateQuery, expectedRevision, readAlias, readBody, readModel } from '../http/read-request';
import { AliasChangeNotice, toAliasView } from './alias-change-notice';

const historyQuery = z.object({ at: dateQuery });

@Controller('api/v1/models/:model/aliases')
export class AliasesController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(SetAlias) private readonly setAlias: SetAlias,
    @Inject(AliasChangeNotice) private readonly notice: AliasChangeNotice,
  ) {}

  @Get()
  async list(@Param() params: unknown): Promise<Page<AliasView>> {
    return { items: await this.views.aliases(readModel(params)), nextCursor: null };
  }

  @Put(':alias')
  async put(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
  ): Promise<AliasView> {
    const command = { ...readAlias(params), ...readBody(aliasBodySchema, body), ...expectedRevision(headers) };
    const result = await this.setAlias.execute({ ...command, actor: actorOf(identity) });
    await this.notice.send(result, 'set', command.reason);
    return toAliasView(result.alias);
  }

  /** Newest first. With `at`, the first item is what the alias meant then. */
  @Get(':alias/history')
  async history(@Param() params: unknown, @Query() query: unknown): Promise<Page<AliasChangeView>> {
    const { model, alias } = readAlias(params);
    const { at } = parseInput(historyQuery, query);
    return { items: await this.views.aliasHistory(model, alias, at ?? null), nextCursor: null };
  }
}
