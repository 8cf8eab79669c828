import { Worker } from 'node:worker_threads';
import { RetrainingFailed, type TrainedModel, type Trainer, type TrainingRequest } from '@plumbline/retraining-core';

export type TrainingMessage =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly model: TrainedModel }
  | { readonly kind: 'failed'; readonly message: string };

/** Trains in a worker thread: boosting is busy for seconds, and the queue's locks must be renewed meanwhile. */
export class WorkerTrainer implements Trainer {
  constructor(private readonly workerPath: string) {}

  train(request: TrainingRequest, hooks: Parameters<Trainer['train']>[1]): Promise<TrainedModel> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.workerPath, { workerData: request });
      const stop = (): void => void worker.terminate();
      hooks.signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: TrainingMessage) => {
        if (message.kind === 'progress') hooks.onProgress(message.fraction);
        else if (message.kind === 'done') resolve(message.model);
        else reject(new RetrainingFailed('trainer', message.message));
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        hooks.signal.removeEventListener('abort', stop);
        // After `done` or `failed` the promise is settled and this changes nothing.
        const why = hooks.signal.aborted ? 'was cancelled' : `ended with code ${code} and no model`;
        reject(new RetrainingFailed('trainer', `The trainer ${why}.`));
      });
    });
  }
}
