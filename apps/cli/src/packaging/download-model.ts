import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { VersionView } from '@plumbline/contracts';
import { CliError } from '../cli.errors';
import type { ApiClient } from '../server/api-client';
import { modelPath } from '../server/paths';

export interface ModelFile {
  /** Relative to the model folder; external data under the name that the graph uses. */
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
}

const TIMEOUT_MS = 600_000;

/** Streams a file to disk and checks on the way that it is the one that was registered. */
async function download(registry: ApiClient, path: string, file: ModelFile, target: string): Promise<void> {
  const { body } = await registry.send(path, { timeoutMs: TIMEOUT_MS });
  if (body === null) throw new CliError(`${path} answered without a body: repeat`);
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(body as ReadableStream), hashing, createWriteStream(target, { flags: 'wx' }));
  const found = hash.digest('hex');
  if (found !== file.digest)
    throw new CliError(`${file.name} arrived as ${found}, not ${file.digest}: the download was changed or cut; repeat`);
}

/** The ONNX file as `model.onnx`, first in the list, and its external data beside it. */
export async function downloadModel(registry: ApiClient, version: VersionView, folder: string): Promise<ModelFile[]> {
  const path = `${modelPath(version.model)}/versions/${version.version}`;
  const model = { name: 'model.onnx', digest: version.artifactDigest, bytes: version.artifactBytes };
  await download(registry, `${path}/artifact`, model, join(folder, model.name));
  for (const file of version.files)
    await download(registry, `${path}/files/${encodeURI(file.name)}`, file, join(folder, file.name));
  return [model, ...version.files];
}
