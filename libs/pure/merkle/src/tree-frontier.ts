import { EMPTY_ROOT, hashNode } from './hash';

/**
 * The right edge of a growing tree: one hash for each complete subtree, largest first. Appending costs amortised two
 * hashes and the memory is log2(size) hashes, whatever the log's length.
 */
export class TreeFrontier {
  private readonly peaks: { hash: Uint8Array; leaves: number }[] = [];
  private count = 0;

  static of(leaves: Iterable<Uint8Array>): TreeFrontier {
    const frontier = new TreeFrontier();
    for (const leaf of leaves) frontier.append(leaf);
    return frontier;
  }

  get size(): number {
    return this.count;
  }

  append(leafHash: Uint8Array): void {
    let node = { hash: leafHash, leaves: 1 };
    for (let last = this.peaks.at(-1); last?.leaves === node.leaves; last = this.peaks.at(-1)) {
      this.peaks.pop();
      node = { hash: hashNode(last.hash, node.hash), leaves: node.leaves * 2 };
    }
    this.peaks.push(node);
    this.count += 1;
  }

  root(): Uint8Array {
    const [last, ...larger] = [...this.peaks].reverse();
    if (last === undefined) return EMPTY_ROOT;
    return larger.reduce((root, peak) => hashNode(peak.hash, root), last.hash);
  }
}
