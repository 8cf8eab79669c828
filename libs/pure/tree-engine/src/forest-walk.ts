import { EQUALITY, type FlatForest } from './flat-forest';

/** Finds the leaf of every tree for one row. */
export interface ForestWalk {
  /**
   * @param from index of the row's first value in `matrix`
   * @returns false, and nothing is written, where a value is NaN, since its way depends on each node; and for a forest
   * with more features or larger trees than a packed node can hold
   */
  walk(matrix: Float32Array, from: number, leaves: Int32Array): boolean;
}

/**
 * Node n is at 2 n: the way from the node behind it to the false child, a bit for a comparison for equality and the feature
 * in one number, then the threshold as a key. Few bytes, since between two requests the nodes leave the fast caches.
 */
const STRIDE = 2;
const FEATURE_BITS = 12;
const FEATURES = (1 << FEATURE_BITS) - 1;
const EQUALITY_BIT = 1 << FEATURE_BITS;
const WAY_SHIFT = FEATURE_BITS + 1;
const LONGEST_WAY = 2 ** (31 - WAY_SHIFT) - 1;
/** Trees walked at once: each step waits for the one before it in its own tree only. */
const LANES = 8;
/** Below every key, so that a leaf always leads to itself. */
const NEVER = -(2 ** 31);

const float32 = new Float32Array(1);
const bits = new Int32Array(float32.buffer);

/** Whole numbers in the order of the float32 values; 0 and -0 are one. */
export function orderedKey(value: number): number {
  float32[0] = value + 0;
  const pattern = bits[0] as number;
  return pattern ^ ((pattern >> 31) & 0x7fffffff);
}

/** @returns null when a number is too large for its bits */
function packNodes({ feature, threshold, otherwise, flags }: FlatForest): Int32Array | null {
  const nodes = new Int32Array(feature.length * STRIDE);
  for (let node = 0; node < feature.length; node++) {
    const index = feature[node] as number;
    const isLeaf = index < 0;
    const way = isLeaf ? -STRIDE : ((otherwise[node] as number) - node - 1) * STRIDE;
    if (index > FEATURES || way > LONGEST_WAY) return null;
    const equality = ((flags[node] as number) & EQUALITY) === 0 ? 0 : EQUALITY_BIT;
    nodes[node * STRIDE] = (way << WAY_SHIFT) | equality | Math.max(0, index);
    nodes[node * STRIDE + 1] = isLeaf ? NEVER : orderedKey(threshold[node] as number);
  }
  return nodes;
}

/** Steps from each root to its deepest leaf. Children come after their parents. */
function depthsOf({ roots, feature, otherwise }: FlatForest): number[] {
  const depth = new Int32Array(feature.length);
  return Array.from(roots, (root, tree) => {
    const end = roots[tree + 1] ?? feature.length;
    let deepest = 0;
    for (let node = root; node < end; node++) {
      const at = depth[node] as number;
      if (at > deepest) deepest = at;
      if ((feature[node] as number) < 0) continue;
      depth[node + 1] = at + 1;
      depth[otherwise[node] as number] = at + 1;
    }
    return deepest;
  });
}

interface Lanes {
  /** Offsets of the roots; the last ones are filled up with the first tree. */
  readonly roots: Int32Array;
  /** Where each tree's leaf is written. */
  readonly trees: Int32Array;
  readonly steps: number;
}

/** Trees of like depth go together: a group takes as many steps as its deepest tree. */
function groupTrees(forest: FlatForest): Lanes[] {
  const depths = depthsOf(forest);
  const order = depths.map((_, tree) => tree).sort((a, b) => (depths[a] as number) - (depths[b] as number));
  const groups: Lanes[] = [];
  for (let from = 0; from < order.length; from += LANES) {
    const own = order.slice(from, from + LANES);
    const trees = Int32Array.from({ length: LANES }, (_, lane) => own[lane] ?? (own[0] as number));
    const roots = trees.map((tree) => (forest.roots[tree] as number) * STRIDE);
    groups.push({ roots, trees, steps: Math.max(...own.map((tree) => depths[tree] as number)) });
  }
  return groups;
}

/** `a` is a node's offset. No branch depends on the data: a wrongly guessed one costs more than several steps. */
const stepOrdered = (nodes: Int32Array, keys: Int32Array, a: number): number => {
  const node = nodes[a] as number;
  const isFalse = Number((keys[node & FEATURES] as number) > (nodes[a + 1] as number));
  return a + STRIDE + (-isFalse & (node >> WAY_SHIFT));
};

const stepMixed = (nodes: Int32Array, keys: Int32Array, a: number): number => {
  const node = nodes[a] as number;
  const key = keys[node & FEATURES] as number;
  const limit = nodes[a + 1] as number;
  const isFalse = Number(key > limit) | (Number(key < limit) & (node >> FEATURE_BITS));
  return a + STRIDE + (-isFalse & (node >> WAY_SHIFT));
};

type WalkGroup = (nodes: Int32Array, keys: Int32Array, lanes: Lanes, leaves: Int32Array) => void;

/** Of its own for each kind of step, so that the step is compiled into it. */
const WALKS: Readonly<Record<'ordered' | 'mixed', WalkGroup>> = {
  ordered: (nodes, keys, { roots, trees, steps }, leaves) => {
    let [a, b, c, d] = [roots[0] as number, roots[1] as number, roots[2] as number, roots[3] as number];
    let [e, f, g, h] = [roots[4] as number, roots[5] as number, roots[6] as number, roots[7] as number];
    for (let step = 0; step < steps; step++) {
      a = stepOrdered(nodes, keys, a);
      b = stepOrdered(nodes, keys, b);
      c = stepOrdered(nodes, keys, c);
      d = stepOrdered(nodes, keys, d);
      e = stepOrdered(nodes, keys, e);
      f = stepOrdered(nodes, keys, f);
      g = stepOrdered(nodes, keys, g);
      h = stepOrdered(nodes, keys, h);
    }
    leaves[trees[0] as number] = a >> 1;
    leaves[trees[1] as number] = b >> 1;
    leaves[trees[2] as number] = c >> 1;
    leaves[trees[3] as number] = d >> 1;
    leaves[trees[4] as number] = e >> 1;
    leaves[trees[5] as number] = f >> 1;
    leaves[trees[6] as number] = g >> 1;
    leaves[trees[7] as number] = h >> 1;
  },
  mixed: (nodes, keys, { roots, trees, steps }, leaves) => {
    for (let lane = 0; lane < LANES; lane += 4) {
      let a = roots[lane] as number;
      let b = roots[lane + 1] as number;
      let c = roots[lane + 2] as number;
      let d = roots[lane + 3] as number;
      for (let step = 0; step < steps; step++) {
        a = stepMixed(nodes, keys, a);
        b = stepMixed(nodes, keys, b);
        c = stepMixed(nodes, keys, c);
        d = stepMixed(nodes, keys, d);
      }
      leaves[trees[lane] as number] = a >> 1;
      leaves[trees[lane + 1] as number] = b >> 1;
      leaves[trees[lane + 2] as number] = c >> 1;
      leaves[trees[lane + 3] as number] = d >> 1;
    }
  },
};

export function forestWalk(forest: FlatForest): ForestWalk {
  const nodes = packNodes(forest);
  if (nodes === null) return { walk: () => false };
  const groups = groupTrees(forest);
  const walkGroup = WALKS[forest.flags.some((flag) => (flag & EQUALITY) !== 0) ? 'mixed' : 'ordered'];
  const features = Math.max(1, forest.featureCount);
  const row = new Float32Array(features);
  const patterns = new Int32Array(row.buffer);
  const keys = new Int32Array(features);
  return {
    walk: (matrix, from, leaves) => {
      for (let f = 0; f < features; f++) {
        const value = matrix[from + f] as number;
        if (value !== value) return false;
        row[f] = value + 0;
        const pattern = patterns[f] as number;
        keys[f] = pattern ^ ((pattern >> 31) & 0x7fffffff);
      }
      for (let group = 0; group < groups.length; group++) walkGroup(nodes, keys, groups[group] as Lanes, leaves);
      return true;
    },
  };
}
