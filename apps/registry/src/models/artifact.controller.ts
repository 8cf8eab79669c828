import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { PlumblineError } from '@plumbline/problem';
import { parseInput, type ArtifactStore, type Logger } from '@plumbline/platform';
import { RegistryViewsQuery } from '@plumbline/registry-adapters';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { readVersion } from '../http/read-request';
import { ARTIFACTS, LOGGER } from '../wiring/tokens';

const artifactQuery = z.object({ original: z.stringbool().default(false) });

interface Download {
  readonly model: string;
  readonly version: number;
  readonly digest: string;
  readonly fileName: string;
  readonly ifNoneMatch: string | undefined;
}

/** RFC 9110: any of the tags, weak or not. */
const matches = (header: string | undefined, digest: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${digest}"`));

/** RFC 6266: names that are not plain ASCII go percent-encoded. */
const disposition = (fileName: string): string =>
  /^[\w .-]+$/.test(fileName)
    ? `attachment; filename="${fileName}"`
    : `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;

/** The bytes of a version. The store verifies a blob before it hands out the first byte. */
@Controller('api/v1/models/:model/versions/:version')
export class ArtifactController {
  constructor(
    @Inject(RegistryViewsQuery) private readonly views: RegistryViewsQuery,
    @Inject(ARTIFACTS) private readonly artifacts: ArtifactStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('artifact')
  async artifact(
    @Param() params: unknown,
    @Query() query: unknown,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { model, version } = readVersion(params);
    const { original } = parseInput(artifactQuery, query);
    const { artifactDigest, originalDigest } = await this.views.version(model, version);
    const digest = original ? (originalDigest ?? artifactDigest) : artifactDigest;
    const fileName = `${model}-${version}${original && originalDigest !== null ? '-original' : ''}.onnx`;
    await this.send({ model, version, digest, fileName, ifNoneMatch }, reply);
  }

  @Get('files/*')
  async file(
    @Param() params: Record<string, string>,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { model, version } = readVersion(params);
    const name = params['*'] ?? '';
    const { files } = await this.views.version(model, version);
    const found = files.find((file) => file.name === name);
    if (!found) {
      const known = files.length === 0 ? 'It has none.' : `It has ${files.map((file) => file.name).join(', ')}.`;
      throw new PlumblineError(
        'not_found',
        'file_not_found',
        `Version ${version} of ${model} has no such file. ${known}`,
      );
    }
    const fileName = name.slice(name.lastIndexOf('/') + 1);
    await this.send({ model, version, digest: found.digest, fileName, ifNoneMatch }, reply);
  }

  private async send({ model, version, digest, fileName, ifNoneMatch }: Download, reply: FastifyReply): Promise<void> {
    void reply.header('etag', `"${digest}"`);
    if (matches(ifNoneMatch, digest)) return void (await reply.code(304).send());
    const { bytes, stream } = await this.artifacts.open(digest).catch((error: unknown): never => {
      void reply.removeHeader('etag');
      if (!(error instanceof PlumblineError) || !['artifact_corrupt', 'artifact_missing'].includes(error.code))
        throw error;
      this.logger.error({ err: error, model, version, digest }, 'a stored artifact can not be served');
      const what = error.code === 'artifact_corrupt' ? 'was damaged' : 'is missing from the store';
      const message = `The artifact ${digest} of version ${version} of ${model} ${what} and is not served. Restore it from a backup, or send the same file again.`;
      throw new PlumblineError('internal', error.code, message, { cause: error, details: { model, version, digest } });
    });
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', disposition(fileName))
      .send(stream);
  }
}
