import { createHash, randomBytes } from 'node:crypto';

/** What is stored of a token: lower-case hex SHA-256. A token has 256 random bits, so that no salt is needed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const newToken = (): string => `plb_${randomBytes(32).toString('base64url')}`;
