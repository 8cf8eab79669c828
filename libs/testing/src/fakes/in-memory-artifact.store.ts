import { artifactDigest, ArtifactCorruptError, ArtifactMissingError, type ArtifactStore } from '@plumbline/platform';

export class InMemoryArtifactStore implements ArtifactStore {
  private readonly blobs = new Map<string, Uint8Array>();

  async put(bytes: Uint8Array): Promise<string> {
    const digest = artifactDigest(bytes);
    this.blobs.set(digest, Uint8Array.from(bytes));
    return digest;
  }

  async get(digest: string): Promise<Uint8Array> {
    const bytes = this.blobs.get(digest);
    if (!bytes) throw new ArtifactMissingError(digest);
    const found = artifactDigest(bytes);
    if (found !== digest) throw new ArtifactCorruptError(digest, found);
    return Uint8Array.from(bytes);
  }

  async has(digest: string): Promise<boolean> {
    return this.blobs.has(digest);
  }

  /** As a disk would do it. */
  damage(digest: string): void {
    this.blobs.set(digest, Uint8Array.from([0]));
  }
}
