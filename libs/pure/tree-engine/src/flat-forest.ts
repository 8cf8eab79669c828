import type { EnsembleAttributes } from './ensemble-attributes';

/**
 * All trees in a few arrays, each tree in preorder, so that the true child of node n is n + 1 and most steps stay in the
 * cache line that is there already. Every comparison is `value <= threshold` or `value == threshold`; the others are these
 * with their branches exchanged.
 */
export interface FlatForest {
  readonly featureCount: number;
  readonly targets: number;
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Feature of a branch; -1 for a leaf. */
  readonly feature: Int32Array;
  /** Exact float32 values; of a leaf with one target its weight. */
  readonly threshold: Float32Array;
  /** Node when the comparison fails. Of a leaf: where its weights begin. */
  readonly otherwise: Int32Array;
  /** Bit 0: NaN takes the comparison's true side. Bit 1: compared for equality. */
  readonly flags: Uint8Array;
  /** Weights of a leaf: from `otherwise[leaf]` to `leafEnd[leaf]`, with the target that each counts for. */
  readonly leafEnd: Int32Array;
  readonly weightTarget: Int32Array;
  readonly weight: Float32Array;
}

export const NAN_TAKES_TRUE = 1;
export const EQUALITY = 2;

const float32 = new Float32Array(1);
const bits = new Int32Array(float32.buffer);

/** The largest float32 below `value`: `x < t` is `x <= below(t)` for every float32 x. below(0) is the smallest negative. */
export function below(value: number): number {
  float32[0] = value;
  if (float32[0] === 0) return -1.401298464324817e-45;
  bits[0] = (bits[0] as number) + (float32[0] > 0 ? -1 : 1);
  return float32[0];
}

interface Comparison {
  readonly threshold: number;
  readonly equality: boolean;
  /** The true branch of the ensemble is the false one here. */
  readonly exchanged: boolean;
}

function comparisonOf(mode: string, value: number): Comparison | null {
  switch (mode) {
    case 'BRANCH_LEQ':
      return { threshold: value, equality: false, exchanged: false };
    case 'BRANCH_LT':
      return { threshold: below(value), equality: false, exchanged: false };
    case 'BRANCH_GT':
      return { threshold: value, equality: false, exchanged: true };
    case 'BRANCH_GTE':
      return { threshold: below(value), equality: false, exchanged: true };
    case 'BRANCH_EQ':
      return { threshold: value, equality: true, exchanged: false };
    case 'BRANCH_NEQ':
      return { threshold: value, equality: true, exchanged: true };
    default:
      return null;
  }
}

/** Rows of the attribute lists that belong to one tree; by number, since a text a node would cost most of the compilation. */
interface TreeRows {
  /** Of each node, its row. */
  readonly nodes: Map<number, number>;
  /** Of each leaf, the rows of its weights in their order. */
  readonly leaves: Map<number, number[]>;
}

/** @returns null when a list is not as long as the others */
function indexTrees(ensemble: EnsembleAttributes): Map<number, TreeRows> | null {
  const { treeIds, nodeIds, featureIds, values, modes, trueIds, falseIds, leafTreeIds, leafNodeIds } = ensemble;
  const lists = [nodeIds, featureIds, values, modes, trueIds, falseIds];
  if (lists.some(({ length }) => length !== treeIds.length)) return null;
  const trees = new Map<number, TreeRows>();
  for (let row = 0; row < treeIds.length; row++) {
    const id = treeIds[row] as number;
    let tree = trees.get(id);
    if (!tree) trees.set(id, (tree = { nodes: new Map(), leaves: new Map() }));
    tree.nodes.set(nodeIds[row] as number, row);
  }
  for (let row = 0; row < leafTreeIds.length; row++) {
    const leaves = trees.get(leafTreeIds[row] as number)?.leaves;
    const node = leafNodeIds[row] as number;
    const rows = leaves?.get(node);
    if (rows) rows.push(row);
    else leaves?.set(node, [row]);
  }
  return trees;
}

/** Builds the arrays node by node; `failed` once the ensemble says something that has no place in them. */
class ForestWriter {
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly otherwise: number[] = [];
  readonly flags: number[] = [];
  readonly leafEnd: number[] = [];
  readonly weightTarget: number[] = [];
  readonly weight: number[] = [];
  failed = false;

  constructor(private readonly ensemble: EnsembleAttributes) {}

  /** Preorder without recursion: a hostile tree may be a chain as long as the file. */
  addTree(tree: TreeRows): void {
    const pending: { node: number; parent: number }[] = [{ node: this.rootOf(tree), parent: -1 }];
    for (let next = pending.pop(); next && !this.failed; next = pending.pop()) {
      const at = this.feature.length;
      if (at > this.ensemble.treeIds.length) this.failed = true;
      if (next.parent >= 0) this.otherwise[next.parent] = at;
      const children = this.addNode(tree, next.node);
      if (children) pending.push({ node: children.other, parent: at }, { node: children.next, parent: -1 });
    }
  }

  /** The node that no other of its tree leads to. */
  private rootOf({ nodes }: TreeRows): number {
    const { modes, trueIds, falseIds } = this.ensemble;
    const children = new Set<number | undefined>();
    for (const row of nodes.values()) if (modes[row] !== 'LEAF') children.add(trueIds[row]).add(falseIds[row]);
    for (const node of nodes.keys()) if (!children.has(node)) return node;
    this.failed = true;
    return 0;
  }

  private addNode(tree: TreeRows, node: number): { next: number; other: number } | null {
    const row = tree.nodes.get(node);
    if (row === undefined) {
      this.failed = true;
      return null;
    }
    const { modes, values, featureIds, trueIds, falseIds, missingTrue } = this.ensemble;
    if (modes[row] === 'LEAF') return this.addLeaf(tree, node);
    const comparison = comparisonOf(modes[row] as string, values[row] as number);
    if (comparison === null) {
      this.failed = true;
      return null;
    }
    const { threshold, equality, exchanged } = comparison;
    // A comparison with NaN is false, except `!=`; the ensemble may send NaN to its true branch all the same.
    const comparesTrue = modes[row] === 'BRANCH_NEQ' || missingTrue[row] === 1;
    this.feature.push(featureIds[row] as number);
    this.threshold.push(threshold);
    this.otherwise.push(-1);
    this.flags.push((comparesTrue !== exchanged ? NAN_TAKES_TRUE : 0) | (equality ? EQUALITY : 0));
    this.leafEnd.push(0);
    const [whenTrue, whenFalse] = [trueIds[row] as number, falseIds[row] as number];
    return exchanged ? { next: whenFalse, other: whenTrue } : { next: whenTrue, other: whenFalse };
  }

  private addLeaf({ leaves }: TreeRows, node: number): null {
    const rows = leaves.get(node) ?? [];
    this.feature.push(-1);
    this.threshold.push(rows.length === 1 ? (this.ensemble.leafWeights[rows[0] as number] as number) : 0);
    this.otherwise.push(this.weight.length);
    this.flags.push(0);
    for (const row of rows) {
      this.weightTarget.push(this.ensemble.leafTargets[row] as number);
      this.weight.push(this.ensemble.leafWeights[row] as number);
    }
    this.leafEnd.push(this.weight.length);
    return null;
  }
}

/** @returns null when the ensemble has a form that is not known here: onnxruntime runs it then */
export function flatForest(ensemble: EnsembleAttributes): FlatForest | null {
  const trees = indexTrees(ensemble);
  if (trees === null || trees.size === 0) return null;
  const writer = new ForestWriter(ensemble);
  const roots: number[] = [];
  for (const tree of trees.values()) {
    roots.push(writer.feature.length);
    writer.addTree(tree);
    if (writer.failed) return null;
  }
  const { targets } = ensemble;
  if (writer.weightTarget.some((target) => target < 0 || target >= Math.max(targets, 1))) return null;
  return {
    featureCount: 1 + writer.feature.reduce((most, feature) => Math.max(most, feature), -1),
    targets,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(writer.feature),
    threshold: Float32Array.from(writer.threshold),
    otherwise: Int32Array.from(writer.otherwise),
    flags: Uint8Array.from(writer.flags),
    leafEnd: Int32Array.from(writer.leafEnd),
    weightTarget: Int32Array.from(writer.weightTarget),
    weight: Float32Array.from(writer.weight),
  };
}
