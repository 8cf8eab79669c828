import { Body, Controller, Delete, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { reasonBodySchema, type VersionView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { ArchiveVersion, DeleteVersion } from '@plumbline/registry-core';
import { readBody, readVersion } from '../http/read-request';

@Controller('api/v1/models/:model/versions/:version')
export class VersionLifecycleController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(ArchiveVersion) private readonly archiveVersion: ArchiveVersion,
    @Inject(DeleteVersion) private readonly deleteVersion: DeleteVersion,
  ) {}

  @Delete()
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<void> {
    await this.deleteVersion.execute({ ...readVersion(params), actor: actorOf(identity) });
  }

  @Post('archive')
  @HttpCode(200)
  archive(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentIdentity() identity: Identity,
  ): Promise<VersionView> {
    return this.change('archive', params, body, identity);
  }

  @Post('unarchive')
  @HttpCode(200)
  unarchive(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentIdentity() identity: Identity,
  ): Promise<VersionView> {
    return this.change('unarchive', params, body, identity);
  }

  private async change(
    step: 'archive' | 'unarchive',
    params: unknown,
    body: unknown,
    identity: Identity,
  ): Promise<VersionView> {
    const { model, version } = readVersion(params);
    const { reason } = readBody(reasonBodySchema, body);
    await this.archiveVersion[step]({ model, version, reason, actor: actorOf(identity) });
    return this.views.version(model, version);
  }
}
