import { hashNode, sameHash } from './hash';
import { MerkleError } from './merkle.errors';
import { splitPoint, subtreeRoot } from './subtree';

/**
 * Shows that the first `oldSize` leaves of this tree are the whole of the older tree (RFC 6962, section 2.1.2).
 * Empty for `oldSize` 0 and for the present size.
 * @throws MerkleError `merkle_size_out_of_range` when the older tree would be larger
 */
export function consistencyProof(leaves: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > leaves.length) {
    throw new MerkleError('merkle_size_out_of_range', `A tree of ${leaves.length} leaves never had ${oldSize}.`);
  }
  if (oldSize === 0) return [];
  // `known`: the verifier has this subtree's root already, because it is the whole older tree.
  const proof = (start: number, end: number, known: boolean): Uint8Array[] => {
    if (end === oldSize) return known ? [] : [subtreeRoot(leaves, start, end)];
    const middle = start + splitPoint(end - start);
    return oldSize <= middle
      ? [...proof(start, middle, known), subtreeRoot(leaves, middle, end)]
      : [...proof(middle, end, false), subtreeRoot(leaves, start, middle)];
  };
  return proof(0, leaves.length, true);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isPowerOfTwo = (value: number): boolean => value === splitPoint(value + 1);
const half = (value: number): number => Math.floor(value / 2);

/** RFC 9162, section 2.1.4.2. False for any malformed claim; never throws. The empty tree is a prefix of every tree. */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): boolean {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize) || oldSize < 0 || oldSize > newSize)
    return false;
  if (oldSize === newSize) return proof.length === 0 && sameHash(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0;
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let older = first;
  let newer = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = hashNode(hash, older);
      newer = hashNode(hash, newer);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newer = hashNode(newer, hash);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameHash(older, oldRoot) && sameHash(newer, newRoot);
}
