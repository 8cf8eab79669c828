import { performance } from 'node:perf_hooks';
import { invalidVersion, VersionInvalidError, type Scalar, type Signature } from '@plumbline/registry-core';
import { PlumblineError } from '@plumbline/problem';
import { env } from 'onnxruntime-node';
import type { TrialMessage } from '../admission-messages';
import { explainRuntime } from './explain-runtime';

type Row = readonly Scalar[];

/** What serving's scorer offers; handed in, because adapters of one context do not import another's. */
export interface TrialScorer {
  scoreAll(rows: readonly Row[]): Promise<{ readonly scores: Float64Array; readonly classScores?: Float64Array }>;
  release(): Promise<void>;
}
/** The model without the runtime, where that is possible. */
export type CompileTrialTrees = (
  signature: Signature,
  source: { readonly path: string },
) => Promise<((rows: readonly Row[]) => { readonly scores: Float64Array; readonly classScores?: Float64Array }) | null>;
export interface TrialPorts {
  readonly createScorer: CreateTrialScorer;
  readonly compileTrees: CompileTrialTrees;
}
export type CreateTrialScorer = (signature: Signature, source: { readonly path: string }) => Promise<TrialScorer>;

const WARM_UP_RUNS = 10;
const TIMED_RUNS = 200;
const TIMED_MS = 2_000;
const BATCH_ROWS = 1_024;
/** Fewer rows prove too little. */
const MIN_COMPARED_ROWS = 30;
const EDGE_ROWS = 500;
/** float32 probabilities may leave [0, 1] by rounding. */
const ROUNDING = 1e-6;

const residentBytes = (): number => process.memoryUsage.rss();
const base64 = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
const significant = (value: number): number => Number(value.toPrecision(4));

/** A row within the signature's ranges, for a model that came without any. */
function syntheticRow({ features }: Signature): Row {
  return features.map(({ type, minimum, maximum, categories }) => {
    if (type === 'boolean') return false;
    if (type === 'category') return categories?.[0] ?? '';
    const value = minimum !== undefined && maximum !== undefined ? (minimum + maximum) / 2 : (minimum ?? maximum ?? 0);
    return type === 'integer' ? Math.trunc(value) : value;
  });
}

async function latency(scorer: TrialScorer, rows: readonly Row[]): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  const begin = performance.now();
  for (let run = -WARM_UP_RUNS; run < TIMED_RUNS; run++) {
    const start = performance.now();
    await scorer.scoreAll([rows[(run + WARM_UP_RUNS) % rows.length] as Row]);
    const end = performance.now();
    if (run >= 0) times.push(end - start);
    if (end - begin > TIMED_MS && times.length > 0) break;
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] as number;
  return { p50: significant(at(0.5)), p95: significant(at(0.95)) };
}

function refuseScores({ task, output }: Signature, scores: Float64Array, given: number): void {
  const unanswered = scores.findIndex((score) => !Number.isFinite(score));
  if (unanswered >= 0 && given > 0) {
    const detail = `row ${unanswered + 1} of the reference scores ${scores[unanswered]}, which is no number: does the model take missing values? Mark the feature required, impute inside the pipeline, or leave such rows out`;
    throw invalidVersion('score_not_finite', '/artifact', detail);
  }
  if (task === 'regression' || output.kind === 'label') return;
  const [least, most] = scores.reduce(([low, high], score) => [Math.min(low, score), Math.max(high, score)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  if (least >= -ROUNDING && most <= 1 + ROUNDING) return;
  if (!Number.isFinite(least) || !Number.isFinite(most)) return;
  const transform = task === 'multiclass' ? 'softmax' : 'sigmoid';
  const detail = `${output.scoreTensor} gives scores from ${significant(least)} to ${significant(most)}, which are no probabilities. If they are log-odds, send output.transform ${transform} (--score-transform ${transform}); otherwise name another output`;
  throw new VersionInvalidError('score_not_probability', [{ pointer: '/manifest/signature/output/transform', detail }]);
}

const sameBits = (a: Float64Array | undefined, b: Float64Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

/** Values at which trees decide and the reference may have none of: the least and most of a feature, and nothing. */
function edgeRows({ features }: Signature, rows: readonly Row[]): Row[] {
  return rows.slice(0, EDGE_ROWS).map((row, i) =>
    row.map((value, f) => {
      const { required, minimum, maximum } = features[f] as Signature['features'][number];
      if ((i + f) % 3 !== 0) return value;
      return i % 2 === 0 && !required ? null : ((i % 4 < 2 ? minimum : maximum) ?? value);
    }),
  );
}

/** Which engine may serve. A difference in a single bit of a single row keeps the runtime. */
async function provenEngine(
  { compileTrees }: TrialPorts,
  scorer: TrialScorer,
  { path, signature }: { readonly path: string; readonly signature: Signature },
  rows: readonly Row[],
): Promise<TrialMessage['report']['engine']> {
  const runtime = { name: 'onnxruntime', comparedRows: 0 } as const;
  const trees = rows.length < MIN_COMPARED_ROWS ? null : await compileTrees(signature, { path });
  if (!trees) return runtime;
  const compared = [...rows, ...edgeRows(signature, rows)];
  const [expected, found] = [await scorer.scoreAll(compared), trees(compared)];
  const equal = sameBits(expected.scores, found.scores) && sameBits(expected.classScores, found.classScores);
  return { name: equal ? 'trees' : 'onnxruntime', comparedRows: compared.length };
}

/** Loads the model as serving does, times it, and scores every row. */
export async function tryModel(
  ports: TrialPorts,
  input: { readonly path: string; readonly signature: Signature; readonly rows: readonly Row[] },
): Promise<TrialMessage> {
  const { signature } = input;
  const rows = input.rows.length > 0 ? input.rows : [syntheticRow(signature)];
  const memoryBefore = residentBytes();
  const loadStart = performance.now();
  const scorer = await ports.createScorer(signature, { path: input.path }).catch((error: unknown) => {
    throw explainRuntime(error, 'model_not_loadable');
  });
  const loadMs = significant(performance.now() - loadStart);
  try {
    const latencyMs = await latency(scorer, rows);
    const memoryBytes = Math.max(0, residentBytes() - memoryBefore);
    const batch =
      rows.length >= BATCH_ROWS ? rows : Array.from({ length: BATCH_ROWS }, (_, i) => rows[i % rows.length] as Row);
    const batchStart = performance.now();
    const { scores, classScores } = await scorer.scoreAll(batch);
    const seconds = (performance.now() - batchStart) / 1_000;
    const given = input.rows.length;
    refuseScores(signature, scores.subarray(0, rows.length), given);
    const classes = classScores ? classScores.length / batch.length : 0;
    const engine = await provenEngine(ports, scorer, input, input.rows);
    const report = { loadMs, latencyMs, rowsPerSecond: Math.round(batch.length / seconds), memoryBytes, engine };
    return {
      report: { ...report, rows: given, runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common}` },
      scores: base64(scores.slice(0, given)),
      ...(classScores ? { classScores: base64(classScores.slice(0, given * classes)) } : {}),
    };
  } catch (error) {
    throw error instanceof PlumblineError ? error : explainRuntime(error, 'model_not_runnable');
  } finally {
    await scorer.release();
  }
}
