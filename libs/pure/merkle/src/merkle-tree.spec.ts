import fc from 'fast-check';
import { consistencyProof, verifyConsistency } from './consistency-proof';
import { EMPTY_ROOT, hashLeaf, hashNode } from './hash';
import { inclusionProof, verifyInclusion } from './inclusion-proof';
import { subtreeRoot } from './subtree';
import { TreeFrontier } from './tree-frontier';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const leavesOf = (texts: readonly string[]) => texts.map((text) => hashLeaf(Buffer.from(text)));
const numbered = (size: number, from = 0) => leavesOf(Array.from({ length: size }, (_, i) => `leaf ${i + from}`));

/** Level by level, an odd last node moving up unchanged: another way to the same tree, to cross-check only. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  let level = [...leaves];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as Uint8Array, level[i + 1]];
      next.push(right === undefined ? left : hashNode(left, right));
    }
    level = next;
  }
  return level[0] as Uint8Array;
}

/** Leaves of the Certificate Transparency test vectors (transparency-dev/merkle, testonly). */
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ctLeaves = CT_LEAVES.map((text) => hashLeaf(Buffer.from(text, 'hex')));

describe('RFC 6962 tree', () => {
  it('gives an empty tree the hash of the empty string', () => {
    // printf '' | sha256sum
    const expected = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect([hex(subtreeRoot([])), hex(new TreeFrontier().root())]).toEqual([expected, expected]);
  });

  it('has the published roots of the Certificate Transparency vectors', () => {
    expect(hex(subtreeRoot(ctLeaves.slice(0, 1)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(hex(subtreeRoot(ctLeaves.slice(0, 2)))).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    );
    expect(hex(subtreeRoot(ctLeaves))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('grows by appending to the root that the definition gives, at every size', () => {
    const leaves = numbered(130);
    const frontier = new TreeFrontier();
    leaves.forEach((leaf, i) => {
      frontier.append(leaf);
      expect(frontier.size).toBe(i + 1);
      expect(hex(frontier.root())).toBe(hex(subtreeRoot(leaves, 0, i + 1)));
      expect(hex(frontier.root())).toBe(hex(naiveRoot(leaves.slice(0, i + 1))));
    });
  });

  it('proves each leaf of every tree up to 130 leaves, and no other leaf in its place', () => {
    const all = numbered(130);
    const wrong: string[] = [];
    for (let size = 1; size <= 130; size += 1) {
      const leaves = all.slice(0, size);
      const root = subtreeRoot(leaves);
      leaves.forEach((leafHash, index) => {
        const claim = { leafHash, index, size, root, proof: inclusionProof(leaves, index) };
        const moved = { ...claim, index: (index + 1) % size };
        if (!verifyInclusion(claim)) wrong.push(`leaf ${index} of ${size} not proved`);
        if (verifyInclusion({ ...claim, leafHash: EMPTY_ROOT })) wrong.push(`another leaf at ${index} of ${size}`);
        if (size > 1 && verifyInclusion(moved)) wrong.push(`leaf ${index} of ${size} elsewhere`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('proves every older tree a prefix of every newer one up to 130 leaves, and no rewritten one', () => {
    const leaves = numbered(130);
    const roots = Array.from({ length: 131 }, (_, size) => subtreeRoot(leaves, 0, size));
    const wrong: string[] = [];
    for (let newSize = 0; newSize <= 130; newSize += 1) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
        const proof = consistencyProof(leaves.slice(0, newSize), oldSize);
        const oldRoot = roots[oldSize] as Uint8Array;
        const claim = { oldSize, oldRoot, newSize, newRoot: roots[newSize] as Uint8Array, proof };
        if (!verifyConsistency(claim)) wrong.push(`${oldSize} in ${newSize} not proved`);
        const rewritten = { ...claim, oldRoot: hashLeaf(oldRoot) };
        if (oldSize > 0 && verifyConsistency(rewritten)) wrong.push(`rewritten ${oldSize} in ${newSize}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('refuses any proof of which one byte was changed, or a hash left out or added', () => {
    const sizes = fc.integer({ min: 2, max: 200 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(255), ([size, index], at, bit) => {
        const leaves = numbered(size);
        const root = subtreeRoot(leaves);
        const proof = inclusionProof(leaves, index);
        const claim = { leafHash: leaves[index] as Uint8Array, index, size, root };
        const broken = proof.map((hash) => hash.slice());
        const victim = broken[at % broken.length] as Uint8Array;
        victim[bit >> 3] = (victim[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(verifyInclusion({ ...claim, proof: broken })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
      }),
      { numRuns: 100, seed: 6962 },
    );
  });

  it('refuses proofs that nobody can give', () => {
    expect(() => inclusionProof(numbered(3), 3)).toThrow(
      expect.objectContaining({ code: 'merkle_index_out_of_range' }),
    );
    expect(() => consistencyProof(numbered(3), 4)).toThrow(
      expect.objectContaining({ code: 'merkle_size_out_of_range' }),
    );
  });
});
