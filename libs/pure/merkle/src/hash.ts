import { createHash } from 'node:crypto';

/** RFC 6962, section 2.1: leaves and nodes are hashed with different first bytes, so that one never passes for the other. */
const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** SHA-256 of the empty string: the root of a tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256();

export const hashLeaf = (data: Uint8Array): Uint8Array => sha256(LEAF_PREFIX, data);

export const hashNode = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(NODE_PREFIX, left, right);

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
