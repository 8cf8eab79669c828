import { Worker } from 'node:worker_threads';
import { PlumblineError } from '@plumbline/problem';
import type { OutputTensor } from '@plumbline/serving-core';
import { OnnxSession } from '../onnx-session';
import type { ModelAnswer, ModelRequest, ModelResults } from './messages';

const WATCH_MS = 500;

/** A run that never ends must not outlive us: a thread of its own looks whether the parent is there. */
function watchParent(): void {
  const source = `
    setInterval(() => { if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL'); }, ${WATCH_MS});
  `;
  new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}

const sessions = new Map<string, OnnxSession>();

/** The runtime's tensors are objects with methods; only what is in them goes over the channel. */
const plain = (outputs: Record<string, OutputTensor>): Record<string, OutputTensor> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data, type }]) => [name, { dims, data, ...(type && { type }) }]),
  );

async function load({ key, source }: ModelRequest & { op: 'load' }): Promise<ModelResults['load']> {
  await sessions.get(key)?.release();
  const session = await OnnxSession.create(source);
  sessions.set(key, session);
  const { inputs, outputs } = session.graph;
  return { inputs, outputs, outputNames: session.outputNames };
}

async function answer(request: ModelRequest): Promise<ModelResults[keyof ModelResults]> {
  if (request.op === 'load') return load(request);
  const session = sessions.get(request.key);
  if (request.op === 'release') {
    sessions.delete(request.key);
    await session?.release();
    return null;
  }
  if (!session) throw new PlumblineError('internal', 'model_not_in_process', `${request.key} is not loaded here.`);
  if (request.op === 'infer') return session.graph.run(request.inputs, request.outputs);
  return plain(await session.run(request.inputs, request.outputName));
}

const refusal = (error: unknown): ModelAnswer =>
  error instanceof PlumblineError
    ? { ok: false, code: error.code, message: error.message }
    : { ok: false, code: 'model_output_unexpected', message: error instanceof Error ? error.message : String(error) };

/** The only thing this process does: hold models, run them one request after the other, and end with its parent. */
export function runModelProcess(): void {
  const say = (said: ModelAnswer): void => void process.send?.(said);
  process.on('message', (request: ModelRequest) => {
    answer(request).then(
      (value) => say({ ok: true, value }),
      (error: unknown) => say(refusal(error)),
    );
  });
  // Ctrl-C reaches the whole group; the parent drains first, and then ends us.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  watchParent();
}
