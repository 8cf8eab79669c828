import { bullBackend, type BullBackend, type BullWorker, type QueueLocation } from './bullmq-backend';
import { concurrencyOf, queuesOf } from './job-catalog-check';
import type { JobHandlers, JobWorkers } from './job-queue.port';
import { JobHandlersError } from './job.errors';
import type { Tracing } from '../tracing/create-tracing';
import { runJob } from './run-job';

export interface JobWorkersOptions extends QueueLocation {
  readonly onError?: (error: Error) => void;
  /** An attempt that failed; the job is tried again or stands in the failed set. */
  readonly onFailed?: (failure: { readonly job: string; readonly id: string; readonly error: Error }) => void;
  /** A worker that does not renew its lock for this long counts as dead and its job runs again. Default 30 s. */
  readonly lockDurationMs?: number;
  /** A job goes on with the trace of whoever put it in. */
  readonly tracing?: Tracing;
}

/** How often one job may lose its worker before it goes to the failed set. */
const MAX_DEATHS = 5;
const LONGEST_BLOCK_SECONDS = 5;

class BullJobWorkers implements JobWorkers {
  private readonly workers: BullWorker[] = [];

  constructor(
    private readonly backend: BullBackend,
    private readonly options: JobWorkersOptions,
  ) {}

  async start(handlers: JobHandlers, { concurrency = 1 }: { readonly concurrency?: number } = {}): Promise<void> {
    const queues = queuesOf(Object.keys(handlers));
    if (this.workers.length) throw new JobHandlersError('These workers have been started already.');
    const { onError = () => undefined, onFailed, lockDurationMs = 30_000 } = this.options;
    for (const queue of queues) {
      const worker = this.backend.openWorker(queue, (job) => runJob(job, handlers, this.options.tracing), {
        concurrency: concurrencyOf(queue) ?? concurrency,
        lockDuration: lockDurationMs,
        stalledInterval: lockDurationMs,
        maxStalledCount: MAX_DEATHS,
        drainDelay: LONGEST_BLOCK_SECONDS,
      });
      worker.on('error', onError);
      worker.on('failed', (job, error) => onFailed?.({ job: job?.name ?? '', id: job?.id ?? '', error }));
      this.workers.push(worker);
    }
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  /** Waits for the jobs in hand. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }
}

export function createJobWorkers(options: JobWorkersOptions): JobWorkers {
  return new BullJobWorkers(bullBackend(options), options);
}
