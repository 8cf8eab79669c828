import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256. */
export const artifactDigest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const isArtifactDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
