// What the inference service is measured against: Fastify that parses JSON, runs the model and answers, nothing else.
// PORT, MODEL (an .onnx file) and ENGINE (onnxruntime or trees) in the environment.
import { readFileSync } from 'node:fs';
import { readModel } from '@plumbline/onnx-graph';
import { compileTreeEngine } from '@plumbline/tree-engine';
import fastify from 'fastify';
import { InferenceSession, Tensor } from 'onnxruntime-node';

type Instance = Readonly<Record<string, number>>;
type ScoreBatch = (matrix: Float32Array, rows: number) => Promise<Float32Array>;

interface Waiting {
  readonly instance: Instance;
  readonly resolve: (score: number) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_ROWS = 64;
const FEATURES = 10;
const NAMES = Array.from({ length: FEATURES }, (_, at) => `feature_${at + 1}`);
const { PORT, MODEL, ENGINE } = process.env as { PORT: string; MODEL: string; ENGINE: string };

async function onnxruntime(bytes: Uint8Array): Promise<ScoreBatch> {
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  return async (matrix, rows) => {
    const feeds = { features: new Tensor('float32', matrix, [rows, FEATURES]) };
    const { probabilities } = await session.run(feeds, ['probabilities']);
    return probabilities?.data as Float32Array;
  };
}

function trees(bytes: Uint8Array): ScoreBatch {
  const engine = compileTreeEngine(readModel(bytes), 'probabilities');
  if (!engine) throw new RangeError('the model is no tree ensemble');
  return async (matrix, rows) => engine.score(matrix, rows);
}

let queue: Waiting[] = [];

async function runBatch(score: ScoreBatch): Promise<void> {
  const batch = queue.slice(0, MAX_ROWS);
  queue = queue.slice(MAX_ROWS);
  if (queue.length > 0) setImmediate(() => void runBatch(score));
  const matrix = new Float32Array(batch.length * FEATURES);
  batch.forEach(({ instance }, row) => {
    for (let at = 0; at < FEATURES; at++) matrix[row * FEATURES + at] = instance[NAMES[at] as string] as number;
  });
  try {
    const scores = await score(matrix, batch.length);
    batch.forEach(({ resolve }, row) => resolve(scores[row * 2 + 1] as number));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

async function main(): Promise<void> {
  const bytes = readFileSync(MODEL);
  const score = ENGINE === 'trees' ? trees(bytes) : await onnxruntime(bytes);
  const server = fastify();
  server.get('/ready', () => ({ ready: true }));
  server.post<{ Body: { instances: Instance[] } }>('/predict', async (request) => {
    const instance = request.body.instances[0] as Instance;
    const answer = await new Promise<number>((resolve, reject) => {
      if (queue.push({ instance, resolve, reject }) === 1) setImmediate(() => void runBatch(score));
    });
    return { predictions: [{ score: answer }] };
  });
  await server.listen({ host: '127.0.0.1', port: Number(PORT) });
}

void main();
