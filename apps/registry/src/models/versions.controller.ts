import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { VersionView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { numberCursor, pageQuery, readModel, readVersion } from '../http/read-request';
import { Announcer } from '../wiring/announcer';
import { RegisterUpload } from './register-upload';

const versionsQuery = pageQuery.extend({ cursor: numberCursor, archived: z.stringbool().optional() });

@Controller('api/v1/models/:model/versions')
export class VersionsController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(RegisterUpload) private readonly registerUpload: RegisterUpload,
    @Inject(Announcer) private readonly announcer: Announcer,
  ) {}

  @Get()
  list(@Param() params: unknown, @Query() query: unknown) {
    const { cursor, limit, archived } = parseInput(versionsQuery, query);
    return this.views.versions(readModel(params), cursor ?? null, limit, archived);
  }

  /** 201 for a new version; 200 with `alreadyRegistered` when the same artifact, signature and reference are there. */
  @Post()
  async register(
    @Param() params: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentIdentity() identity: Identity,
  ): Promise<VersionView & { alreadyRegistered: boolean }> {
    const model = readModel(params);
    const { version, alreadyRegistered } = await this.registerUpload.execute(model, actorOf(identity), request);
    if (!alreadyRegistered)
      await this.announcer.announce({
        kind: 'version.registered',
        model,
        summary: `version ${version.version} registered: ${version.bornBecause}`,
        detail: { version: version.version },
      });
    void reply.code(alreadyRegistered ? 200 : 201);
    return { ...(await this.views.version(model, version.version)), alreadyRegistered };
  }

  @Get(':version')
  one(@Param() params: unknown): Promise<VersionView> {
    const { model, version } = readVersion(params);
    return this.views.version(model, version);
  }
}
