import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { artifactDigest, isArtifactDigest, newArtifactHash } from './artifact-digest';
import type { ArtifactStore, StoredArtifact } from './artifact-store.port';
import { ArtifactCorruptError, ArtifactMissingError, ArtifactSourceChangedError } from './artifact.errors';
import { removeAbandoned } from './remove-abandoned';
import type { S3Bucket } from './s3-bucket';
import { digestOfFile, VerifiedFileStream } from './verified-file-stream';
import { writeHashed } from './write-hashed';

const DOWNLOADS = 3;

/** `<prefix>ab/cdef...` in a bucket. Reads go through a local file, so that nothing is handed out unverified. */
export class S3ArtifactStore implements ArtifactStore {
  private swept: Promise<void> | undefined;

  constructor(
    private readonly bucket: S3Bucket,
    private readonly downloadFolder: string,
  ) {}

  async put(bytes: Uint8Array): Promise<string> {
    const digest = artifactDigest(bytes);
    if (!(await this.holds(digest, bytes.length))) await this.bucket.write(nameOf(digest), bytes);
    return digest;
  }

  async putFile(path: string): Promise<StoredArtifact> {
    const file = await open(path, 'r');
    try {
      const source = await digestOfFile(file);
      if (!(await this.holds(source.digest, source.bytes)))
        await this.bucket.writeStream(nameOf(source.digest), new VerifiedFileStream(file, source.digest));
      return source;
    } catch (error) {
      throw error instanceof ArtifactCorruptError ? new ArtifactSourceChangedError() : error;
    } finally {
      await file.close();
    }
  }

  async get(digest: string): Promise<Uint8Array> {
    const chunks = await this.received(digest, async (body) => {
      const parts: Uint8Array[] = [];
      for await (const chunk of body) parts.push(chunk);
      return parts;
    });
    const bytes = Buffer.concat(chunks);
    const found = artifactDigest(bytes);
    if (found !== digest) throw new ArtifactCorruptError(digest, found);
    return bytes;
  }

  async open(digest: string): Promise<{ readonly bytes: number; readonly stream: Readable }> {
    await mkdir(this.downloadFolder, { recursive: true });
    await (this.swept ??= removeAbandoned(this.downloadFolder));
    const path = join(this.downloadFolder, randomUUID());
    try {
      const { bytes } = await this.download(digest, path);
      return { bytes, stream: new VerifiedFileStream(await open(path, 'r'), digest) };
    } finally {
      // The open handle keeps the bytes until it is closed.
      await rm(path, { force: true });
    }
  }

  async copyTo(digest: string, path: string): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await this.download(digest, temporary);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async has(digest: string): Promise<boolean> {
    return isArtifactDigest(digest) && (await this.bucket.sizeOf(nameOf(digest))) !== null;
  }

  /** A damaged object under the right name does not count: it is written anew. */
  private async holds(digest: string, bytes: number): Promise<boolean> {
    if ((await this.bucket.sizeOf(nameOf(digest))) !== bytes) return false;
    const found = await this.received(digest, async (body) => {
      const hash = newArtifactHash();
      for await (const chunk of body) hash.update(chunk);
      return hash.digest('hex');
    });
    return found === digest;
  }

  private async download(digest: string, path: string): Promise<StoredArtifact> {
    const stored = await this.received(digest, async (body) => {
      await rm(path, { force: true });
      return writeHashed(path, body, { durable: false });
    });
    if (stored.digest !== digest) throw new ArtifactCorruptError(digest, stored.digest);
    return stored;
  }

  /** The SDK repeats a request, but not a body that broke off; that is done here. */
  private async received<T>(digest: string, take: (body: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
    if (!isArtifactDigest(digest)) throw new ArtifactMissingError(digest);
    for (let attempt = 1; ; attempt += 1) {
      const body = await this.bucket.read(nameOf(digest));
      if (body === null) throw new ArtifactMissingError(digest);
      const broken: { error?: unknown } = {};
      try {
        return await take(noting(body, broken));
      } catch (error) {
        if (broken.error === undefined) throw error;
        if (attempt === DOWNLOADS) throw this.bucket.failure(broken.error);
      } finally {
        body.destroy();
      }
    }
  }
}

const nameOf = (digest: string): string => `${digest.slice(0, 2)}/${digest.slice(2)}`;

/** Tells a body that broke off from a disk that could not take it. */
async function* noting(body: Readable, broken: { error?: unknown }): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    broken.error = error;
    throw error;
  }
}
