import type { Readable } from 'node:stream';

export interface StoredArtifact {
  /** Lower-case hex SHA-256. */
  readonly digest: string;
  readonly bytes: number;
}

/** Content-addressed blobs: the digest is the name, so a stored blob never changes. */
export interface ArtifactStore {
  /** @returns lower-case hex SHA-256 of the bytes; storing the same bytes again is a no-op */
  put(bytes: Uint8Array): Promise<string>;
  /** Streams a local file in; memory does not grow with its size. */
  putFile(path: string): Promise<StoredArtifact>;
  /** Rejects with `artifact_missing` or, when the bytes do not hash to the digest, `artifact_corrupt`. */
  get(digest: string): Promise<Uint8Array>;
  /** Verified before the first byte is handed out; rejects as `get` does. Whoever opens must read to the end or destroy it. */
  open(digest: string): Promise<{ readonly bytes: number; readonly stream: Readable }>;
  /** A verified copy as a local file; rejects as `get` does, and then leaves no file. */
  copyTo(digest: string, path: string): Promise<void>;
  has(digest: string): Promise<boolean>;
}
