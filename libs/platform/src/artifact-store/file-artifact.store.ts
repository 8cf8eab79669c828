import { randomUUID } from 'node:crypto';
import { access, type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { artifactDigest, isArtifactDigest } from './artifact-digest';
import type { ArtifactStore, StoredArtifact } from './artifact-store.port';
import { ArtifactCorruptError, ArtifactMissingError } from './artifact.errors';
import { makeFolderDurably, syncPath } from './durable-file';
import { removeAbandoned } from './remove-abandoned';
import { digestOfFile, VerifiedFileStream } from './verified-file-stream';
import { writeHashed } from './write-hashed';

/** `<folder>/ab/cdef...`: a file appears under its name only when all of it is on disk. */
export class FileArtifactStore implements ArtifactStore {
  private swept: Promise<void> | undefined;

  constructor(private readonly folder: string) {}

  async put(bytes: Uint8Array): Promise<string> {
    const digest = artifactDigest(bytes);
    if (!(await this.holds(digest))) await this.store([bytes]);
    return digest;
  }

  async putFile(path: string): Promise<StoredArtifact> {
    const file = await open(path, 'r');
    try {
      return await this.store(file.createReadStream({ highWaterMark: 256 * 1024, autoClose: false }));
    } finally {
      await file.close();
    }
  }

  async get(digest: string): Promise<Uint8Array> {
    const bytes = await ifStored(digest, () => readFile(this.pathOf(digest)));
    const found = artifactDigest(bytes);
    if (found !== digest) throw new ArtifactCorruptError(digest, found);
    return bytes;
  }

  async open(digest: string): Promise<{ readonly bytes: number; readonly stream: Readable }> {
    const file = await ifStored(digest, () => open(this.pathOf(digest), 'r'));
    return openVerified(file, digest);
  }

  async copyTo(digest: string, path: string): Promise<void> {
    const { stream } = await this.open(digest);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeHashed(temporary, stream, { durable: false });
      await rename(temporary, path);
    } catch (error) {
      stream.destroy();
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async has(digest: string): Promise<boolean> {
    if (!isArtifactDigest(digest)) return false;
    return access(this.pathOf(digest)).then(
      () => true,
      () => false,
    );
  }

  /** Copied and hashed in one pass, so that the name fits the stored bytes whatever happens to the source meanwhile. */
  private async store(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredArtifact> {
    const incoming = join(this.folder, 'incoming');
    await makeFolderDurably(incoming);
    await (this.swept ??= removeAbandoned(incoming));
    const temporary = join(incoming, randomUUID());
    try {
      const stored = await writeHashed(temporary, chunks, { durable: true });
      if (await this.holds(stored.digest)) await rm(temporary);
      else await this.giveName(temporary, this.pathOf(stored.digest));
      return stored;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private async giveName(temporary: string, path: string): Promise<void> {
    await makeFolderDurably(dirname(path));
    await rename(temporary, path);
    await syncPath(dirname(path));
  }

  /** A damaged file under the right name does not count: it is written anew. */
  private async holds(digest: string): Promise<boolean> {
    const file = await open(this.pathOf(digest), 'r').catch(() => null);
    if (file === null) return false;
    try {
      return (await digestOfFile(file)).digest === digest;
    } catch {
      return false;
    } finally {
      await file.close();
    }
  }

  private pathOf(digest: string): string {
    return join(this.folder, digest.slice(0, 2), digest.slice(2));
  }
}

async function ifStored<T>(digest: string, read: () => Promise<T>): Promise<T> {
  if (!isArtifactDigest(digest)) throw new ArtifactMissingError(digest);
  return read().catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new ArtifactMissingError(digest, error) : error;
  });
}

/** All of the file is verified before the first byte goes out; the same handle is then read, whatever takes its name. */
async function openVerified(file: FileHandle, digest: string): Promise<{ bytes: number; stream: Readable }> {
  try {
    const found = await digestOfFile(file);
    if (found.digest !== digest) throw new ArtifactCorruptError(digest, found.digest);
    return { bytes: found.bytes, stream: new VerifiedFileStream(file, digest) };
  } catch (error) {
    await file.close();
    throw error;
  }
}
