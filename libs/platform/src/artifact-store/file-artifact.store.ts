import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactDigest, isArtifactDigest } from './artifact-digest';
import type { ArtifactStore } from './artifact-store.port';
import { ArtifactCorruptError, ArtifactMissingError } from './artifact.errors';

/** `<folder>/ab/cdef...`: a file appears under its name only when all of it is on disk. */
export class FileArtifactStore implements ArtifactStore {
  constructor(private readonly folder: string) {}

  async put(bytes: Uint8Array): Promise<string> {
    const digest = artifactDigest(bytes);
    const path = this.pathOf(digest);
    if (await this.holds(path, digest)) return digest;
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await writeDurably(temporary, bytes);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
    return digest;
  }

  async get(digest: string): Promise<Uint8Array> {
    if (!isArtifactDigest(digest)) throw new ArtifactMissingError(digest);
    const bytes = await readFile(this.pathOf(digest)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new ArtifactMissingError(digest, error) : error;
    });
    const found = artifactDigest(bytes);
    if (found !== digest) throw new ArtifactCorruptError(digest, found);
    return bytes;
  }

  async has(digest: string): Promise<boolean> {
    if (!isArtifactDigest(digest)) return false;
    return access(this.pathOf(digest)).then(
      () => true,
      () => false,
    );
  }

  /** A damaged file under the right name is written anew. */
  private async holds(path: string, digest: string): Promise<boolean> {
    const bytes = await readFile(path).catch(() => null);
    return bytes !== null && artifactDigest(bytes) === digest;
  }

  private pathOf(digest: string): string {
    return join(this.folder, digest.slice(0, 2), digest.slice(2));
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The rename itself survives a power cut only when the folder is on disk too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
