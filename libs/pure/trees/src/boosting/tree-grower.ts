import type { BinnedData, FeatureBins } from './binning';
import type { LeafNode, SplitNode, Tree, TreeNode } from './boosting-model';
import { histogramBuilder, histogramOffsets, subtractHistogram, type HistogramBuilder } from './histogram';
import { SplitFinder, type LeafSums, type Split } from './split-finder';

export interface GrowthLimits {
  maxLeaves: number;
  minSamplesLeaf: number;
  l2: number;
  learningRate: number;
}

interface OpenLeaf {
  node: number;
  start: number;
  end: number;
  sums: LeafSums;
  histogram: Float64Array;
  split: Split | undefined;
}

/** A leaf's rows, so that the caller can move their margins without walking the tree. */
export interface GrownLeaf {
  value: number;
  rows: Uint32Array;
}

export interface GrownTree {
  tree: Tree;
  leaves: GrownLeaf[];
  /** Walks the tree by bins: the leaf value of a row that took no part in growing it. */
  valueOfRow(row: number): number;
}

// No category code equals it, so only a missing value can go left.
const NO_CATEGORY = -0.5;
// Every finite float32 goes left, a missing value right.
const ANY_VALUE = 3.4028234663852886e38;

/**
 * Leaf values are multiples of 2^-18. Sums of them below 64 are exact in float32, in any order, so that the runtime's
 * float32 sum over the trees is the very margin that was trained, however it spreads the trees over threads.
 */
const LEAF_GRID = 2 ** 18;
export const onLeafGrid = (value: number): number => Math.round(value * LEAF_GRID) / LEAF_GRID;

const goesLeft = (feature: FeatureBins, split: Split, bin: number): boolean => {
  if (bin === feature.count) return split.missingLeft;
  return feature.categorical ? bin === split.bin : bin <= split.bin;
};

function thresholdOf(feature: FeatureBins, bin: number): number {
  return feature.edges[bin] ?? (feature.categorical ? NO_CATEGORY : ANY_VALUE);
}

/** Grows one tree after another on the same binned data, always splitting the leaf with the largest gain. */
export class TreeGrower {
  private readonly offsets: Int32Array;
  private readonly histograms: HistogramBuilder;
  private readonly finder: SplitFinder;
  private readonly pool: Float64Array[] = [];
  private readonly scratch: Uint32Array;

  constructor(
    private readonly data: BinnedData,
    private readonly gradients: Float64Array,
    private readonly hessians: Float64Array,
    private readonly limits: GrowthLimits,
  ) {
    this.offsets = histogramOffsets(data);
    this.histograms = histogramBuilder(data, this.offsets, gradients, hessians);
    this.finder = new SplitFinder(data.features, this.offsets, limits);
    this.scratch = new Uint32Array(data.rowCount);
  }

  /** @param rows the rows to learn from; reordered in place @param features the features it may split on */
  grow(rows: Uint32Array, features: Uint32Array): GrownTree {
    const nodes: TreeNode[] = [];
    const splits = new Map<number, Split>();
    const open = [this.openRoot(rows, features, nodes)];
    while (open.length < this.limits.maxLeaves) {
      const leaf = largestGain(open);
      if (!leaf?.split) break;
      splits.set(leaf.node, leaf.split);
      open.splice(open.indexOf(leaf), 1, ...this.splitLeaf(leaf, leaf.split, rows, features, nodes));
    }
    for (const { histogram } of open) this.pool.push(histogram);
    const leaves = open.map(({ node, start, end }) => ({
      value: (nodes[node] as LeafNode).value,
      rows: rows.subarray(start, end),
    }));
    return { tree: { nodes }, leaves, valueOfRow: (row) => this.walk(nodes, splits, row) };
  }

  private takeHistogram(): Float64Array {
    return this.pool.pop() ?? new Float64Array(this.offsets[this.offsets.length - 1] as number);
  }

  private addLeaf(nodes: TreeNode[], { gradient, hessian, rows }: LeafSums): number {
    const { l2, learningRate } = this.limits;
    const value = onLeafGrid((-gradient / (hessian + l2)) * learningRate);
    return nodes.push({ kind: 'leaf', value: value === 0 || !Number.isFinite(value) ? 0 : value, cover: rows }) - 1;
  }

  private openRoot(rows: Uint32Array, features: Uint32Array, nodes: TreeNode[]): OpenLeaf {
    const sums = { gradient: 0, hessian: 0, rows: rows.length };
    for (const row of rows) {
      sums.gradient += this.gradients[row] as number;
      sums.hessian += this.hessians[row] as number;
    }
    const histogram = this.takeHistogram();
    this.histograms.build(histogram, rows, features);
    const split = this.finder.find(histogram, sums, features);
    return { node: this.addLeaf(nodes, sums), start: 0, end: rows.length, sums, histogram, split };
  }

  private splitLeaf(
    leaf: OpenLeaf,
    split: Split,
    rows: Uint32Array,
    features: Uint32Array,
    nodes: TreeNode[],
  ): OpenLeaf[] {
    const middle = this.partition(rows, leaf.start, leaf.end, split);
    const right = {
      gradient: leaf.sums.gradient - split.left.gradient,
      hessian: leaf.sums.hessian - split.left.hessian,
      rows: leaf.sums.rows - split.left.rows,
    };
    const leftNode = this.addLeaf(nodes, split.left);
    const rightNode = this.addLeaf(nodes, right);
    nodes[leaf.node] = this.splitNode(split, leaf.sums.rows, leftNode, rightNode);
    const smallIsLeft = middle - leaf.start <= leaf.end - middle;
    const small = this.takeHistogram();
    const large = leaf.histogram;
    const smallRows = smallIsLeft ? rows.subarray(leaf.start, middle) : rows.subarray(middle, leaf.end);
    this.histograms.build(small, smallRows, features);
    subtractHistogram(large, small);
    const open = (node: number, start: number, end: number, sums: LeafSums, histogram: Float64Array): OpenLeaf => ({
      node,
      start,
      end,
      sums,
      histogram,
      split: this.finder.find(histogram, sums, features),
    });
    return [
      open(leftNode, leaf.start, middle, split.left, smallIsLeft ? small : large),
      open(rightNode, middle, leaf.end, right, smallIsLeft ? large : small),
    ];
  }

  private splitNode(
    { feature: f, bin, missingLeft, gain }: Split,
    cover: number,
    left: number,
    right: number,
  ): SplitNode {
    const feature = this.data.features[f] as FeatureBins;
    return {
      kind: 'split',
      feature: f,
      comparison: feature.categorical ? '==' : '<=',
      threshold: thresholdOf(feature, bin),
      missingLeft,
      left,
      right,
      cover,
      gain,
    };
  }

  /** Left rows first, both sides in their old order; returns where the right side begins. */
  private partition(rows: Uint32Array, start: number, end: number, split: Split): number {
    const feature = this.data.features[split.feature] as FeatureBins;
    const bins = this.data.bins[split.feature] as Uint8Array;
    const left = Uint8Array.from({ length: feature.count + 1 }, (_, bin) => Number(goesLeft(feature, split, bin)));
    let kept = start;
    let moved = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i] as number;
      if (left[bins[row] as number] === 1) rows[kept++] = row;
      else this.scratch[moved++] = row;
    }
    rows.set(this.scratch.subarray(0, moved), kept);
    return kept;
  }

  private walk(nodes: TreeNode[], splits: Map<number, Split>, row: number): number {
    let at = 0;
    for (;;) {
      const node = nodes[at] as TreeNode;
      if (node.kind === 'leaf') return node.value;
      const split = splits.get(at) as Split;
      const bin = (this.data.bins[node.feature] as Uint8Array)[row] as number;
      at = goesLeft(this.data.features[node.feature] as FeatureBins, split, bin) ? node.left : node.right;
    }
  }
}

function largestGain(open: readonly OpenLeaf[]): OpenLeaf | undefined {
  let best: OpenLeaf | undefined;
  for (const leaf of open) if (leaf.split && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
  return best;
}
