import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { promoteBodySchema, rollbackBodySchema, type AliasView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, type Identity } from '@plumbline/platform';
import { PromoteVersion, RollbackChampion } from '@plumbline/registry-core';
import { expectedRevision, readBody, readModel } from '../http/read-request';
import { AliasChangeNotice, toAliasView } from './alias-change-notice';

/** What serves, by decision of a person. */
@Controller('api/v1/models/:model')
export class PromotionController {
  constructor(
    @Inject(PromoteVersion) private readonly promoteVersion: PromoteVersion,
    @Inject(RollbackChampion) private readonly rollbackChampion: RollbackChampion,
    @Inject(AliasChangeNotice) private readonly notice: AliasChangeNotice,
  ) {}

  @Post('promote')
  @HttpCode(200)
  async promote(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
  ): Promise<AliasView> {
    const { version, reason } = readBody(promoteBodySchema, body);
    const command = { model: readModel(params), version, reason, actor: actorOf(identity) };
    const result = await this.promoteVersion.execute({ ...command, ...expectedRevision(headers) });
    await this.notice.send(result, 'promote', reason);
    return toAliasView(result.alias);
  }

  @Post('rollback')
  @HttpCode(200)
  async rollback(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Record<string, unknown>,
    @CurrentIdentity() identity: Identity,
  ): Promise<AliasView> {
    const { reason } = readBody(rollbackBodySchema, body);
    const command = { model: readModel(params), reason, actor: actorOf(identity) };
    const result = await this.rollbackChampion.execute({ ...command, ...expectedRevision(headers) });
    await this.notice.send(result, 'rollback', reason);
    return toAliasView(result.alias);
  }
}
