import type { Signature } from '@plumbline/registry-core';
import {
  compileEncoder,
  featureValues,
  ModelOutputError,
  scoresFromOutputs,
  type FeatureRow,
  type InputTensor,
  type Instance,
} from '@plumbline/serving-core';
import { OnnxSession } from './onnx-session';

export interface Scorer {
  /** Rows in the signature's feature order, as they were asked (category names, null for missing). */
  scoreRows(rows: readonly FeatureRow[]): Promise<Float64Array>;
  /** The same rows, already encoded by `encodeMatrix`: row-major [rows, features]. */
  scoreMatrix(matrix: Float32Array, rows: number): Promise<Float64Array>;
  scoreInstances(instances: readonly Instance[]): Promise<Float64Array>;
  release(): Promise<void>;
}

/** Long inputs run in pieces, so that the event loop breathes in between. */
const CHUNK_ROWS = 1_024;
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function scoreInChunks(rows: number, chunk: (from: number, to: number) => Promise<Float64Array>) {
  if (rows <= CHUNK_ROWS) return chunk(0, rows);
  const scores = new Float64Array(rows);
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    scores.set(await chunk(from, Math.min(rows, from + CHUNK_ROWS)), from);
    await breathe();
  }
  return scores;
}

/**
 * One version's model in onnxruntime, asked the way serving asks it: gates and backfill use it too, so that what is
 * judged is what will answer.
 * @throws ModelLoadError, ModelOutputError when graph and signature do not fit
 */
export async function createScorer(signature: Signature, bytes: Uint8Array): Promise<Scorer> {
  const encoder = compileEncoder(signature);
  const session = await OnnxSession.create(bytes);
  const { scoreTensor } = signature.output;
  if (!session.outputNames.includes(scoreTensor)) {
    await session.release();
    throw new ModelOutputError(`there is no output "${scoreTensor}", only ${session.outputNames.join(', ')}`);
  }
  const width = signature.features.length;
  const score = async (inputs: InputTensor[], rows: number): Promise<Float64Array> =>
    rows === 0 ? new Float64Array() : scoresFromOutputs(signature, await session.run(inputs, scoreTensor), rows);
  const scoreRows = (rows: readonly FeatureRow[]): Promise<Float64Array> =>
    scoreInChunks(rows.length, (from, to) => {
      const part = from === 0 && to === rows.length ? rows : rows.slice(from, to);
      return score(encoder.encodeRows(part), part.length);
    });
  return {
    scoreRows,
    scoreMatrix: (matrix, rows) =>
      scoreInChunks(rows, (from, to) =>
        score(encoder.encodeNumbers(matrix.subarray(from * width, to * width), to - from), to - from),
      ),
    scoreInstances: (instances) => scoreRows(instances.map((instance) => featureValues(signature, instance))),
    release: () => session.release(),
  };
}
