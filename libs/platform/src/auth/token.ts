import { hash, randomBytes } from 'node:crypto';

/**
 * What is stored of a token: lower-case hex SHA-256. A token has 256 random bits, so that no salt is needed; and it is
 * looked up by its hash, so that no comparison with a secret is left whose time could tell anything.
 */
export const hashToken = (token: string): string => hash('sha256', token);

export const newToken = (): string => `plb_${randomBytes(32).toString('base64url')}`;

/** Three dotted parts, the first of which is a JSON object in base64url. */
export const looksLikeJwt = (token: string): boolean => /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(token);
