import { RegisterVersion, type RegisterVersionCommand } from '@plumbline/registry-core';
import type { ScratchFolder } from '@plumbline/registry-adapters';
import type { FastifyRequest } from 'fastify';
import { checkDigests, readManifest, readReference } from './read-upload';
import { receiveParts, type ReceivedParts } from './receive-parts';
import { withStorageFull } from './upload.errors';

type Registered = Awaited<ReturnType<RegisterVersion['execute']>>;

async function commandOf(model: string, actor: string, parts: ReceivedParts): Promise<RegisterVersionCommand> {
  const { artifact, files, reference } = parts;
  const manifest = await readManifest(parts.manifest);
  checkDigests(parts, manifest);
  const { artifactDigest: _told, fileDigests: _named, protected: protectedNames, signature, ...facts } = manifest;
  const external = new Map([...files].map(([name, { path }]) => [name, path]));
  return {
    ...facts,
    model,
    actor,
    artifact: { model: artifact.path, external },
    protectedNames,
    ...(signature ? { signature } : {}),
    ...(reference === null ? {} : { table: await readReference(reference), referencePath: reference.path }),
  };
}

/** From a multipart request to a version: everything that was received is gone when this ends. */
export class RegisterUpload {
  constructor(
    private readonly registerVersion: RegisterVersion,
    private readonly scratch: ScratchFolder,
    private readonly maximumBytes: number,
  ) {}

  async execute(model: string, actor: string, request: FastifyRequest): Promise<Registered> {
    try {
      return await this.scratch.within(async (folder) => {
        const parts = await receiveParts(request, folder, this.maximumBytes);
        return this.registerVersion.execute(await commandOf(model, actor, parts));
      });
    } catch (error) {
      throw withStorageFull(error);
    }
  }
}
