import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256 of the value's canonical JSON (RFC 8785), lower-case hex: the order of keys does not matter.
 * Example: `{"b":1,"a":2}` and `{"a":2,"b":1}` have one digest.
 */
export const documentDigest = (body: unknown): string =>
  createHash('sha256')
    .update(canonicalize(body) ?? 'null')
    .digest('hex');
