import { sigmoid } from '../sigmoid';
import type { BoostingModel, Tree, TreeNode } from './boosting-model';

/** A forest as flat arrays; a leaf's `feature` is -1. */
interface FlatForest {
  roots: Int32Array;
  feature: Int32Array;
  threshold: Float32Array;
  isEqual: Uint8Array;
  missingLeft: Uint8Array;
  left: Int32Array;
  right: Int32Array;
  value: Float64Array;
}

function flatten(trees: readonly Tree[]): FlatForest {
  const total = trees.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const flat: FlatForest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(total).fill(-1),
    threshold: new Float32Array(total),
    isEqual: new Uint8Array(total),
    missingLeft: new Uint8Array(total),
    left: new Int32Array(total),
    right: new Int32Array(total),
    value: new Float64Array(total),
  };
  let base = 0;
  trees.forEach(({ nodes }, t) => {
    flat.roots[t] = base;
    nodes.forEach((node, n) => writeNode(flat, base, base + n, node));
    base += nodes.length;
  });
  return flat;
}

function writeNode(flat: FlatForest, base: number, at: number, node: TreeNode): void {
  if (node.kind === 'leaf') {
    flat.value[at] = node.value;
    return;
  }
  flat.feature[at] = node.feature;
  flat.threshold[at] = node.threshold;
  flat.isEqual[at] = Number(node.comparison === '==');
  flat.missingLeft[at] = Number(node.missingLeft);
  flat.left[at] = base + node.left;
  flat.right[at] = base + node.right;
}

function leafValue(flat: FlatForest, root: number, rows: Float32Array, rowStart: number): number {
  let at = root;
  let f = flat.feature[at] as number;
  while (f >= 0) {
    const x = rows[rowStart + f] as number;
    const threshold = flat.threshold[at] as number;
    const holds = flat.isEqual[at] === 1 ? x === threshold : x <= threshold;
    const goLeft = holds || (x !== x && flat.missingLeft[at] === 1);
    at = (goLeft ? flat.left[at] : flat.right[at]) as number;
    f = flat.feature[at] as number;
  }
  return flat.value[at] as number;
}

/**
 * Adds to `margins[i]` what the trees say about row i. Rows are row-major float32; a tree goes over all rows before the
 * next, so that its nodes stay in the processor's cache.
 */
export function addTreeMargins(
  trees: readonly Tree[],
  featureCount: number,
  rows: Float32Array,
  margins: Float64Array,
): void {
  const flat = flatten(trees);
  for (const root of flat.roots) {
    for (let i = 0, at = 0; i < margins.length; i++, at += featureCount) {
      margins[i] = (margins[i] as number) + leafValue(flat, root, rows, at);
    }
  }
}

/**
 * Log-odds of label 1 a row: the model's base margin plus one leaf value a tree.
 * @param rows row-major float32 values, `featureNames.length` a row; NaN is a missing value
 */
export function boostingMargins(model: BoostingModel, rows: Float32Array, rowCount: number): Float64Array {
  const featureCount = model.featureNames.length;
  if (rows.length < rowCount * featureCount) {
    throw new RangeError(`rows holds ${rows.length} values, fewer than ${rowCount} rows of ${featureCount}`);
  }
  const margins = new Float64Array(rowCount).fill(model.baseMargin);
  addTreeMargins(model.trees, featureCount, rows, margins);
  return margins;
}

/** Probability of label 1 a row; what the ONNX graph of the same model gives, within float32 rounding of the sigmoid. */
export function predictBoosting(model: BoostingModel, rows: Float32Array, rowCount: number): Float64Array {
  return boostingMargins(model, rows, rowCount).map(sigmoid);
}
