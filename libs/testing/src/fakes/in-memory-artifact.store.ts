import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  artifactDigest,
  ArtifactCorruptError,
  ArtifactMissingError,
  type ArtifactStore,
  type StoredArtifact,
} from '@plumbline/platform';

export class InMemoryArtifactStore implements ArtifactStore {
  private readonly blobs = new Map<string, Uint8Array>();

  async put(bytes: Uint8Array): Promise<string> {
    const digest = artifactDigest(bytes);
    this.blobs.set(digest, Uint8Array.from(bytes));
    return digest;
  }

  async putFile(path: string): Promise<StoredArtifact> {
    const bytes = await readFile(path);
    return { digest: await this.put(bytes), bytes: bytes.length };
  }

  async get(digest: string): Promise<Uint8Array> {
    const bytes = this.blobs.get(digest);
    if (!bytes) throw new ArtifactMissingError(digest);
    const found = artifactDigest(bytes);
    if (found !== digest) throw new ArtifactCorruptError(digest, found);
    return Uint8Array.from(bytes);
  }

  async open(digest: string): Promise<{ readonly bytes: number; readonly stream: Readable }> {
    const bytes = await this.get(digest);
    return { bytes: bytes.length, stream: Readable.from(bytes.length === 0 ? [] : [Buffer.from(bytes)]) };
  }

  async copyTo(digest: string, path: string): Promise<void> {
    await writeFile(path, await this.get(digest));
  }

  async has(digest: string): Promise<boolean> {
    return this.blobs.has(digest);
  }

  /** As a disk would do it. */
  damage(digest: string, change: (bytes: Uint8Array) => Uint8Array): void {
    const bytes = this.blobs.get(digest);
    if (bytes) this.blobs.set(digest, change(bytes));
  }
}
