import { EMPTY_ROOT, hashNode } from './hash';

/** Largest power of two smaller than `size`; `size` is at least 2. Works beyond 2^31. */
export function splitPoint(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/**
 * Root of the leaves `start` (inclusive) to `end` (exclusive), by the definition MTH of RFC 6962, section 2.1.
 * @param leaves leaf hashes, in order
 * Cost: one hash a leaf. Example: an empty range gives SHA-256 of the empty string.
 */
export function subtreeRoot(leaves: readonly Uint8Array[], start = 0, end = leaves.length): Uint8Array {
  const size = end - start;
  if (size === 0) return EMPTY_ROOT;
  if (size === 1) return leaves[start] as Uint8Array;
  const middle = start + splitPoint(size);
  return hashNode(subtreeRoot(leaves, start, middle), subtreeRoot(leaves, middle, end));
}
