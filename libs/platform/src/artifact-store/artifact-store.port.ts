/** Content-addressed blobs: the digest is the name, so a stored blob never changes. */
export interface ArtifactStore {
  /** @returns lower-case hex SHA-256 of the bytes; storing the same bytes again is a no-op */
  put(bytes: Uint8Array): Promise<string>;
  /** Rejects with `artifact_missing` or, when the bytes do not hash to the digest, `artifact_corrupt`. */
  get(digest: string): Promise<Uint8Array>;
  has(digest: string): Promise<boolean>;
}
