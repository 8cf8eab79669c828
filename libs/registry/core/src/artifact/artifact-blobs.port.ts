/** Narrow view of the artifact store: content-addressed, so that storing twice is harmless. */
export interface ArtifactBlobs {
  /** Streams a local file in; the digest is lower-case hex SHA-256. */
  putFile(path: string): Promise<{ readonly digest: string; readonly bytes: number }>;
}
