import type { NodeProto, OnnxModel } from '@plumbline/onnx-graph';
import { ensembleAttributes } from './ensemble-attributes';
import { EQUALITY, flatForest, NAN_TAKES_TRUE, type FlatForest } from './flat-forest';
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

/** Weights of all trees for one row, summed in float32 and in the order of the trees, as the runtime does. */
function sumRow(forest: FlatForest, matrix: Float32Array, from: number, sums: Float32Array): void {
  const { roots, feature, threshold, otherwise, flags, leafEnd, weightTarget, weight } = forest;
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
    const end = leafEnd[node] as number;
    for (let w = otherwise[node] as number; w < end; w++) {
      const target = weightTarget[w] as number;
      sums[target] = (sums[target] as number) + (weight[w] as number);
    }
  }
}

function engineOf(forest: FlatForest, writer: ScoreWriter, input: string): TreeEngine {
  const sums = new Float32Array(Math.max(1, forest.targets));
  const { columns } = writer;
  return {
    input,
    columns,
    score: (matrix, rows) => {
      const out = new Float32Array(rows * columns);
      const width = rows === 0 ? 0 : matrix.length / rows;
      for (let row = 0; row < rows; row++) {
        sums.fill(0);
        sumRow(forest, matrix, row * width, sums);
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
