/** Narrow view of the artifact store: content-addressed, so that storing twice is harmless. */
export interface ArtifactBlobs {
  /** @returns lower-case hex SHA-256 */
  put(bytes: Uint8Array): Promise<string>;
}
