// The model of the inference benchmark and its data; bundled and loaded by the benchmark.
import { boostingToOnnx, trainBoosting, type BoostingModel, type TreeNode } from '@plumbline/trees';

export const FEATURES = 10;
const TREES = 100;
/** A full tree of depth 6. Trees grow leaf by leaf, so that some leaves lie deeper and some less deep. */
const LEAVES = 64;
/** Large leaves keep the trees from growing in one direction only. */
const LEAF_ROWS = 100;
const ROWS = 20_000;

export const FEATURE_NAMES: readonly string[] = Array.from({ length: FEATURES }, (_, at) => `feature_${at + 1}`);

/** Mulberry32: the same rows in every run and on every side. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Float32 values with four digits: what a client would send. */
export function randomRows(count: number, seed: number): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length: count * FEATURES }, () => Math.round((next() * 8 - 4) * 1e4) / 1e4);
}

/** Every feature matters and they interact, with noise: a boosting of it has no shallow trees. */
function labelsOf(rows: Float32Array, seed: number): Uint8Array {
  const next = random(seed);
  return Uint8Array.from({ length: rows.length / FEATURES }, (_, row) => {
    const x = (at: number): number => rows[row * FEATURES + at] as number;
    const margin =
      Math.sin(x(0) * x(1)) * 2 +
      Math.cos(2 * x(2)) +
      Math.sin(3 * x(3) + x(4)) +
      (x(5) > x(6) ? 1 : -1) +
      (x(7) * x(8)) / 6 +
      x(9) / 4;
    return next() < 1 / (1 + Math.exp(-1.5 * margin)) ? 1 : 0;
  });
}

function depthOf({ nodes }: { readonly nodes: readonly TreeNode[] }): { leaves: number; depths: number } {
  let [leaves, depths] = [0, 0];
  const pending = [{ at: 0, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const node = nodes[next.at] as TreeNode;
    if (node.kind === 'leaf') {
      leaves++;
      depths += next.depth;
    } else pending.push({ at: node.left, depth: next.depth + 1 }, { at: node.right, depth: next.depth + 1 });
  }
  return { leaves, depths };
}

function meanLeafDepth({ trees }: BoostingModel): number {
  const all = trees.map(depthOf);
  return all.reduce((sum, { depths }) => sum + depths, 0) / all.reduce((sum, { leaves }) => sum + leaves, 0);
}

const csv = (rows: Float32Array, labels: Uint8Array): string =>
  [
    [...FEATURE_NAMES, 'y'].join(','),
    ...Array.from(labels, (label, row) =>
      [...Array.from(rows.subarray(row * FEATURES, (row + 1) * FEATURES), (value) => value.toFixed(4)), label].join(
        ',',
      ),
    ),
  ].join('\n');

export interface BenchModel {
  readonly onnx: Uint8Array;
  readonly trainingCsv: string;
  readonly trees: number;
  readonly meanLeafDepth: number;
}

/** @param seed other seeds give other trees of the same shape */
export function trainModel(seed: number): BenchModel {
  const rows = randomRows(ROWS, 1);
  const labels = labelsOf(rows, 2);
  const model = trainBoosting(
    { rows, featureCount: FEATURES, labels, featureNames: FEATURE_NAMES },
    { trees: TREES, learningRate: 0.05, maxLeaves: LEAVES, minSamplesLeaf: LEAF_ROWS, maxBins: 255, seed },
  );
  return {
    onnx: boostingToOnnx(model),
    trainingCsv: csv(rows, labels),
    trees: model.trees.length,
    meanLeafDepth: meanLeafDepth(model),
  };
}
