import { createHash, type Hash } from 'node:crypto';

export const newArtifactHash = (): Hash => createHash('sha256');

/** Lower-case hex SHA-256. */
export const artifactDigest = (bytes: Uint8Array): string => newArtifactHash().update(bytes).digest('hex');

export const isArtifactDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
