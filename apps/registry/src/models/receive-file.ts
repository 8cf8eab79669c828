import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UploadTooLargeError } from './upload.errors';

export interface ReceivedFile {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex SHA-256. */
  readonly digest: string;
}

/** Bytes that may still come; several parts may share one. */
export class ByteBudget {
  private used = 0;

  constructor(
    private readonly what: string,
    private readonly maximumBytes: number,
    private readonly remedy: string,
  ) {}

  /** @throws UploadTooLargeError */
  take(bytes: number): void {
    this.used += bytes;
    if (this.used > this.maximumBytes) throw new UploadTooLargeError(this.what, this.maximumBytes, this.remedy);
  }
}

/** Streams to a new file; memory does not grow with its size. */
export async function receiveFile(source: Readable, path: string, budget: ByteBudget): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        budget.take(chunk.length);
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  return { path, bytes, digest: hash.digest('hex') };
}
