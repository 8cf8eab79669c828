import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { newArtifactHash } from './artifact-digest';
import { ArtifactCorruptError } from './artifact.errors';

const CHUNK_BYTES = 256 * 1024;

/** Lower-case hex SHA-256 of an open file, and its size; memory stays at one chunk. */
export async function digestOfFile(file: FileHandle): Promise<{ digest: string; bytes: number }> {
  const hash = newArtifactHash();
  const buffer = Buffer.allocUnsafe(4 * CHUNK_BYTES);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, bytes);
    if (bytesRead === 0) return { digest: hash.digest('hex'), bytes };
    hash.update(buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}

/**
 * The bytes of an open file, hashed once more on their way out. The stream stays one chunk behind the hash: when a byte
 * changed since the file was verified, it fails with `artifact_corrupt` and its last chunk is never delivered. It owns
 * the handle and closes it.
 */
export class VerifiedFileStream extends Readable {
  private readonly hash = newArtifactHash();
  private position = 0;
  private held: Buffer | null = null;

  constructor(
    private readonly file: FileHandle,
    private readonly digest: string,
  ) {
    super({ highWaterMark: CHUNK_BYTES });
  }

  override _read(): void {
    this.advance().catch((error: Error) => this.destroy(error));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.file.close().then(
      () => done(error),
      (closing: Error) => done(error ?? closing),
    );
  }

  private async advance(): Promise<void> {
    for (;;) {
      const next = await this.readChunk();
      const ready = this.held;
      this.held = next;
      if (next === null) return this.finish(ready);
      if (ready === null) continue;
      this.push(ready);
      return;
    }
  }

  private async readChunk(): Promise<Buffer | null> {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await this.file.read(buffer, 0, buffer.length, this.position);
    if (bytesRead === 0) return null;
    this.position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    this.hash.update(chunk);
    return chunk;
  }

  private finish(last: Buffer | null): void {
    const found = this.hash.digest('hex');
    if (found !== this.digest) throw new ArtifactCorruptError(this.digest, found);
    if (last !== null) this.push(last);
    this.push(null);
  }
}
