import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CsvContentError } from './csv/csv.errors';
import { ParquetContentError } from './parquet/parquet.errors';
import { runTableTask, type TableFound, type TableTask } from './scan-task';

/** A failure as a thread tells it. */
export interface TaskFailure {
  readonly message: string;
  readonly offset?: number;
  /** Of the file's content; otherwise of the program. */
  readonly isContent: boolean;
}

export type TaskReply =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'found'; readonly id: number; readonly found: TableFound }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: TaskFailure };

export type TaskOutcome = { readonly found: TableFound } | { readonly failure: TaskFailure };

export interface TablePool {
  /** In the order of the tasks, whatever thread did which. */
  run(tasks: readonly TableTask[], onBytes: (bytes: number) => void): Promise<TaskOutcome[]>;
  close(): Promise<void>;
}

export function failureOf(error: unknown): TaskFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CsvContentError) return { message, offset: error.offset, isContent: true };
  return { message, isContent: error instanceof ParquetContentError };
}

/** Memory of the numbers that go to another thread is handed over, not copied. */
export function buffersOf(message: TableTask | TableFound): ArrayBuffer[] {
  const arrays = message.kind === 'plan' ? ('values' in message ? message.values : []) : valuesIn(message);
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

const valuesIn = (message: TableTask | TableFound): readonly Float64Array[] =>
  message.kind === 'scan' && !('table' in message) ? message.columns.flatMap(({ values }) => values) : [];

const inline: TablePool = {
  run: async (tasks, onBytes) => {
    const outcomes: TaskOutcome[] = [];
    for (const task of tasks) {
      try {
        outcomes.push({ found: await runTableTask(task, onBytes) });
      } catch (error) {
        outcomes.push({ failure: failureOf(error) });
      }
      await new Promise(setImmediate);
    }
    return outcomes;
  },
  close: async () => {},
};

class WorkerPool implements TablePool {
  private readonly workers: Worker[];

  constructor(path: string, threads: number) {
    this.workers = Array.from({ length: threads }, () => new Worker(path));
  }

  run(tasks: readonly TableTask[], onBytes: (bytes: number) => void): Promise<TaskOutcome[]> {
    const outcomes = new Array<TaskOutcome>(tasks.length);
    let [next, open] = [0, tasks.length];
    return new Promise((resolve, reject) => {
      const give = (worker: Worker): void => {
        const task = tasks[next];
        if (task !== undefined) worker.postMessage({ id: next++, task }, buffersOf(task));
      };
      if (open === 0) resolve([]);
      for (const worker of this.workers) {
        worker.removeAllListeners();
        worker.on('error', reject);
        worker.on('message', (reply: TaskReply) => {
          if (reply.kind === 'bytes') return onBytes(reply.bytes);
          outcomes[reply.id] = reply.kind === 'found' ? { found: reply.found } : { failure: reply.failure };
          open -= 1;
          if (open === 0) resolve(outcomes);
          else give(worker);
        });
        give(worker);
      }
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** A thread for this many bytes at least: starting one takes as long as reading a few. */
const BYTES_PER_THREAD = 4 << 20;

/** Threads beside this one where they pay; where there is no worker program (tests from sources), this thread alone. */
export function openPool(bytes: number, workerPath = join(__dirname, 'worker.js')): TablePool {
  const threads = Math.min(availableParallelism(), Math.floor(bytes / BYTES_PER_THREAD));
  return threads < 1 || !existsSync(workerPath) ? inline : new WorkerPool(workerPath, threads);
}
