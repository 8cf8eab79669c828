import { join } from 'node:path';
import type { accessCheck, Logger } from '@plumbline/platform';
import { PlumblineError } from '@plumbline/problem';
import type { ScratchFolder } from '@plumbline/registry-adapters';
import { decodeArtifactPath, type MlflowArtifacts } from '@plumbline/registry-core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { withStorageFull } from '../models/upload.errors';
import { replyWithMlflowError } from './mlflow-error-filter';
import { receiveFile } from './receive-file';
import { readWire } from './wire.dto';

export interface ArtifactRouteParts {
  readonly artifacts: MlflowArtifacts;
  readonly scratch: ScratchFolder;
  readonly maximumBytes: number;
  readonly check: ReturnType<typeof accessCheck>;
  readonly logger: Logger;
}

const BASE = '/api/2.0/mlflow-artifacts';
const FILES = `${BASE}/artifacts/`;
const listQuery = z.object({ path: z.string().min(1, 'name the folder') });

/** From the address as it was sent: decoded here, once. */
const pathOf = ({ raw: { url = '' } }: FastifyRequest): string =>
  decodeArtifactPath((url.split('?')[0] ?? '').slice(FILES.length));

/** With these words the client falls back to PUT. */
const noMultipart = () =>
  new PlumblineError(
    'invalid',
    'multipart_not_supported',
    'Multipart upload is not supported for the current artifact repository: send each file with PUT.',
  );

/**
 * A scope of its own without body parsers: a `.json` artifact arrives as application/json and stays a stream of bytes.
 * Sent back as a download, so that no uploaded page ever runs on the dashboard's origin.
 */
export function registerArtifactRoutes(server: FastifyInstance, parts: ArtifactRouteParts): void {
  const { artifacts, scratch, maximumBytes, check, logger } = parts;
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.setErrorHandler((error, request, reply) => replyWithMlflowError(error, request, reply, logger));
    scope.addHook('onRequest', async ({ method, headers, ip: address, routeOptions }) => {
      await check({ method, headers, address, routePattern: routeOptions.url ?? '' });
    });

    scope.put(`${FILES}*`, { bodyLimit: maximumBytes }, async (request) => {
      const target = await artifacts.checkWritable(pathOf(request));
      await scratch
        .within(async (folder) => {
          const file = join(folder, 'upload');
          await receiveFile(request.raw, file, maximumBytes);
          await artifacts.write(target, file);
        })
        .catch((error: unknown) => {
          throw withStorageFull(error);
        });
      return {};
    });

    scope.get(`${FILES}*`, async (request, reply) => {
      const { bytes, stream } = await artifacts.open(pathOf(request));
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', bytes)
        .header('content-disposition', 'attachment')
        .header('x-content-type-options', 'nosniff')
        .send(stream);
    });

    scope.get(`${BASE}/artifacts`, async ({ query }) => ({
      files: await artifacts.list(readWire(listQuery, query).path),
    }));

    scope.delete(`${FILES}*`, async (request) => {
      await artifacts.remove(pathOf(request));
      return {};
    });

    scope.post(`${BASE}/mpu/create/*`, async () => {
      throw noMultipart();
    });
  });
}
