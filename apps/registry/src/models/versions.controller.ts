import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { VersionView } from '@plumbline/contracts';
import { actorOf, CurrentIdentity, parseInput, type ArtifactStore, type Identity } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import { parseTable, RegisterVersion } from '@plumbline/registry-core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { numberCursor, pageQuery, readModel, readVersion } from '../http/read-request';
import { Announcer } from '../wiring/announcer';
import { ARTIFACTS } from '../wiring/tokens';
import { readParts, type VersionParts } from './read-parts';

const versionsQuery = pageQuery.extend({ cursor: numberCursor });

function commandOf(model: string, actor: string, { artifact, manifest, reference }: VersionParts) {
  const { label, positiveClass, signature, protected: protectedNames, ...rest } = manifest;
  return {
    ...rest,
    model,
    actor,
    artifact,
    protectedNames,
    ...(signature ? { signature } : {}),
    ...(label === undefined ? {} : { label }),
    ...(positiveClass === undefined ? {} : { positiveClass }),
    ...(reference === null ? {} : { table: parseTable(reference), tableBytes: Buffer.from(reference) }),
  };
}

@Controller('api/v1/models/:model/versions')
export class VersionsController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(RegisterVersion) private readonly registerVersion: RegisterVersion,
    @Inject(ARTIFACTS) private readonly artifacts: ArtifactStore,
    @Inject(Announcer) private readonly announcer: Announcer,
  ) {}

  @Get()
  list(@Param() params: unknown, @Query() query: unknown) {
    const { cursor, limit } = parseInput(versionsQuery, query);
    return this.views.versions(readModel(params), cursor ?? null, limit);
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
    const parts = await readParts(request);
    const { version, alreadyRegistered } = await this.registerVersion.execute(
      commandOf(model, actorOf(identity), parts),
    );
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

  @Get(':version/artifact')
  async artifact(@Param() params: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { model, version } = readVersion(params);
    const { artifactDigest } = await this.views.version(model, version);
    const bytes = await this.artifacts.get(artifactDigest);
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename="${model}-${version}.onnx"`)
      .header('etag', `"${artifactDigest}"`)
      .send(Buffer.from(bytes));
  }
}
