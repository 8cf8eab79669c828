import type { NodeProto, OnnxModel } from '@plumbline/onnx-graph';
import { ensembleAttributes } from './ensemble-attributes';
import { EQUALITY, flatForest, NAN_TAKES_TRUE, type FlatForest } from './flat-forest';
import { forestWalk } from './forest-walk';
import { scoreWriter, type ScoreWriter } from './score-writers';

/** A tree ensemble as plain loops over typed arrays: a row costs no call into the runtime and no promise. */
export interface TreeEngine {
  /** Name of the graph's one input, float [rows, features]. */
  readonly input: string;
  /** Numbers that the output has a row. */
  readonly columns: number;
  /**
   * Equal to onnxruntime's answer up to rounding of `exp` (float32 sums in the same order).
   * @param matrix row-major [rows, width] with width at least the largest feature; NaN is missing
   * @returns row-major [rows, columns]
   */
  score(matrix: Float32Array, rows: number): Float32Array;
}

const { fround } = Math;
const ML_DOMAIN = 'ai.onnx.ml';
const ENSEMBLES: Readonly<Record<string, number>> = { TreeEnsembleClassifier: 1, TreeEnsembleRegressor: 0 };

interface Ensemble {
  readonly node: NodeProto;
  readonly input: string;
}

/** Back from an output over Identity nodes to the ensemble that computes it from the graph's own input. */
function findEnsemble({ graph }: OnnxModel, output: string): Ensemble | null {
  if (!graph) return null;
  const producers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const back = (name: string): string => {
    let at = name;
    for (let steps = 0; steps <= graph.node.length; steps++) {
      const node = producers.get(at);
      if (node?.opType !== 'Identity') return at;
      at = node.input[0] ?? '';
    }
    return '';
  };
  const name = back(output);
  const node = producers.get(name);
  const place = node && ENSEMBLES[node.opType];
  if (!node || node.domain !== ML_DOMAIN || place === undefined || node.output[place] !== name) return null;
  const input = back(node.input[0] ?? '');
  const declared = graph.input.find((one) => one.name === input);
  const type = declared?.type?.value;
  // 1: float. Other types would be cast by the runtime in its own way.
  return type?.case === 'tensorType' && type.value.elemType === 1 ? { node, input } : null;
}

/** The leaf of each tree, node by node: for rows with a missing value, whose way each node says. */
function walkNodes(
  { roots, feature, threshold, otherwise, flags }: FlatForest,
  matrix: Float32Array,
  from: number,
  leaves: Int32Array,
) {
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number;
    for (let index = feature[node] as number; index >= 0; index = feature[node] as number) {
      const value = matrix[from + index] as number;
      const limit = threshold[node] as number;
      const flag = flags[node] as number;
      const holds =
        value !== value ? (flag & NAN_TAKES_TRUE) !== 0 : (flag & EQUALITY) !== 0 ? value === limit : value <= limit;
      node = holds ? node + 1 : (otherwise[node] as number);
    }
    leaves[tree] = node;
  }
}

/** Weights of the leaves, summed in float32 and in the order of the trees, as the runtime does. */
function sumLeaves({ otherwise, leafEnd, weightTarget, weight }: FlatForest, leaves: Int32Array, sums: Float32Array) {
  sums.fill(0);
  for (let tree = 0; tree < leaves.length; tree++) {
    const leaf = leaves[tree] as number;
    const end = leafEnd[leaf] as number;
    for (let w = otherwise[leaf] as number; w < end; w++) {
      const target = weightTarget[w] as number;
      sums[target] = (sums[target] as number) + (weight[w] as number);
    }
  }
}

/** Of the leaves that have just one weight, all for the same target. */
function sumSingle({ threshold }: FlatForest, leaves: Int32Array): number {
  let sum = 0;
  for (let tree = 0; tree < leaves.length; tree++) sum = fround(sum + (threshold[leaves[tree] as number] as number));
  return sum;
}

/** The target of all weights, where every leaf has exactly one. */
function onlyTarget({ feature, otherwise, leafEnd, weightTarget }: FlatForest): number | null {
  const isSingle = feature.every(
    (index, node) => index >= 0 || (leafEnd[node] as number) - (otherwise[node] as number) === 1,
  );
  const [target = 0] = weightTarget;
  return isSingle && weightTarget.every((other) => other === target) ? target : null;
}

function engineOf(forest: FlatForest, writer: ScoreWriter, input: string): TreeEngine {
  const sums = new Float32Array(Math.max(1, forest.targets));
  const leaves = new Int32Array(forest.roots.length);
  const target = onlyTarget(forest);
  const { walk } = forestWalk(forest);
  const { columns } = writer;
  return {
    input,
    columns,
    score: (matrix, rows) => {
      const out = new Float32Array(rows * columns);
      const width = rows === 0 ? 0 : matrix.length / rows;
      for (let row = 0; row < rows; row++) {
        if (!walk(matrix, row * width, leaves)) walkNodes(forest, matrix, row * width, leaves);
        if (target === null) sumLeaves(forest, leaves, sums);
        else sums[target] = sumSingle(forest, leaves);
        writer.write(sums, out, row * columns);
      }
      return out;
    },
  };
}

/**
 * An engine for the given output, when one tree ensemble computes it straight from the graph's float input; null for every
 * other graph. What it answers must be compared with the runtime on real rows before it serves.
 */
export function compileTreeEngine(model: OnnxModel, output: string): TreeEngine | null {
  const ensemble = findEnsemble(model, output);
  if (!ensemble) return null;
  const attributes = ensembleAttributes(ensemble.node);
  const forest = flatForest(attributes);
  const writer = scoreWriter(attributes);
  return forest && writer ? engineOf(forest, writer, ensemble.input) : null;
}
