import type { Signature } from '@plumbline/registry-core';
import {
  compileEncoder,
  compileOutput,
  featureValues,
  ModelOutputError,
  type BatchScores,
  type FeatureRow,
  type Instance,
  type TensorModel,
} from '@plumbline/serving-core';
import type { GraphSession } from './graph-session';
import { OnnxSession, type ModelSource } from './onnx-session';

export interface Scorer {
  /** Rows in the signature's feature order, as they were asked (category names, null for missing). */
  scoreAll(rows: readonly FeatureRow[]): Promise<BatchScores>;
  /** `scores` of `scoreAll`. */
  scoreRows(rows: readonly FeatureRow[]): Promise<Float64Array>;
  scoreInstances(instances: readonly Instance[]): Promise<Float64Array>;
  readonly graph: TensorModel;
  release(): Promise<void>;
}

/** Long inputs run in pieces, so that the event loop breathes in between. */
const CHUNK_ROWS = 1_024;
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Run = (rows: readonly FeatureRow[]) => Promise<BatchScores>;

async function runInChunks(rows: readonly FeatureRow[], chunkRows: number, run: Run): Promise<BatchScores> {
  if (rows.length <= chunkRows) return run(rows);
  const scores = new Float64Array(rows.length);
  let classScores: Float64Array | undefined;
  for (let from = 0, breath = 0; from < rows.length; from += chunkRows) {
    const part = await run(rows.slice(from, from + chunkRows));
    scores.set(part.scores, from);
    if (part.classScores) {
      const classes = part.classScores.length / part.scores.length;
      classScores ??= new Float64Array(rows.length * classes);
      classScores.set(part.classScores, from * classes);
    }
    if (from - breath < CHUNK_ROWS) continue;
    breath = from;
    await breathe();
  }
  return classScores ? { scores, classScores } : { scores };
}

/** A graph for exactly `batchRows` rows is given its last row again until they are full; the surplus answers are cut. */
function filledUp(run: Run, batchRows: number): Run {
  return async (rows) => {
    if (rows.length === batchRows) return run(rows);
    const last = rows[rows.length - 1] as FeatureRow;
    const { scores, classScores } = await run([...rows, ...new Array<FeatureRow>(batchRows - rows.length).fill(last)]);
    const kept = scores.subarray(0, rows.length);
    if (!classScores) return { scores: kept };
    return { scores: kept, classScores: classScores.subarray(0, (classScores.length / batchRows) * rows.length) };
  };
}

/**
 * One version's model in onnxruntime, asked the way serving asks it: gates, backfill and the admission process use it
 * too, so that what is judged is what will answer. Any number of rows may be asked, whatever batch the graph takes.
 * @param source the ONNX file's bytes, or its path when external data lies beside it
 * @param open where it runs; default: here
 * @throws ModelLoadError, ModelOutputError when graph and signature do not fit
 */
export async function createScorer(
  signature: Signature,
  source: ModelSource,
  open: (source: ModelSource) => Promise<GraphSession> = OnnxSession.create,
): Promise<Scorer> {
  const encoder = compileEncoder(signature);
  const read = compileOutput(signature);
  const session = await open(source);
  const { scoreTensor } = signature.output;
  if (!session.outputNames.includes(scoreTensor)) {
    await session.release();
    throw new ModelOutputError(`there is no output "${scoreTensor}", only ${session.outputNames.join(', ')}`);
  }
  const runOnce: Run = async (rows) => read(await session.run(encoder.encodeRows(rows), scoreTensor), rows.length);
  const { batchRows } = signature;
  const run = batchRows === undefined ? runOnce : filledUp(runOnce, batchRows);
  const scoreAll: Run = async (rows) =>
    rows.length === 0 ? { scores: new Float64Array() } : runInChunks(rows, batchRows ?? CHUNK_ROWS, run);
  const scoreRows = async (rows: readonly FeatureRow[]): Promise<Float64Array> => (await scoreAll(rows)).scores;
  return {
    scoreAll,
    scoreRows,
    scoreInstances: (instances) => scoreRows(instances.map((instance) => featureValues(signature, instance))),
    graph: session.graph,
    release: () => session.release(),
  };
}
