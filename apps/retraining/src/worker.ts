import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingMessage } from '@plumbline/retraining-adapters';
import { BuiltinTrainer, type TrainingRequest } from '@plumbline/retraining-core';
import { encodeMatrix } from '@plumbline/serving-core';

// Cancelling ends this thread from outside, so the signal here never fires.
const hooks = {
  signal: new AbortController().signal,
  onProgress: (fraction: number) => send({ kind: 'progress', fraction }),
};

function send(message: TrainingMessage): void {
  parentPort?.postMessage(message);
}

new BuiltinTrainer(encodeMatrix).train(workerData as TrainingRequest, hooks).then(
  (model) => send({ kind: 'done', model }),
  (error: unknown) => send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
