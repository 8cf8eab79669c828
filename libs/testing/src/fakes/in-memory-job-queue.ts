import { JOB_CATALOG, type JobName, type JobPayload } from '@plumbline/contracts';
import {
  parseJobPayload,
  queuesOf,
  runJob,
  type EnqueueOptions,
  type JobHandlers,
  type JobQueue,
} from '@plumbline/platform';

export interface QueuedJob<N extends JobName = JobName> {
  readonly name: N;
  readonly payload: JobPayload<N>;
  readonly dedupeKey?: string;
  readonly delayMs: number;
}

export interface FailedJob extends QueuedJob {
  readonly error: unknown;
}

/** Holds jobs until a test takes them: `waiting` to look, `drain(handlers)` to run. Attempts follow without back-off. */
export class InMemoryJobQueue implements JobQueue {
  readonly kind = 'postgres';
  readonly repeating = new Map<JobName, { everyMs: number; payload: JobPayload<JobName> }>();
  readonly failed: FailedJob[] = [];
  private jobs: QueuedJob[] = [];

  get waiting(): readonly QueuedJob[] {
    return this.jobs;
  }

  async enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options: EnqueueOptions = {}): Promise<void> {
    const parsed = parseJobPayload(name, payload);
    const { dedupeKey, delayMs = 0 } = options;
    const known = dedupeKey !== undefined && this.jobs.some((job) => job.name === name && job.dedupeKey === dedupeKey);
    if (!known) this.jobs.push({ name, payload: parsed, dedupeKey, delayMs });
  }

  async every<N extends JobName>(name: N, everyMs: number, payload: JobPayload<N>): Promise<void> {
    this.repeating.set(name, { everyMs, payload: parseJobPayload(name, payload) });
  }

  /** Runs what waits, and what that puts in, until nothing waits. */
  async drain(handlers: JobHandlers): Promise<void> {
    queuesOf(Object.keys(handlers));
    for (let job = this.jobs[0]; job; job = this.jobs[0]) {
      await this.attempt(job, handlers);
      this.jobs = this.jobs.filter((other) => other !== job);
    }
  }

  async close(): Promise<void> {}

  private async attempt(job: QueuedJob, handlers: JobHandlers): Promise<void> {
    const { attempts } = JOB_CATALOG[job.name];
    for (let attemptsMade = 0; ; attemptsMade++) {
      try {
        const updateProgress = () => Promise.resolve();
        await runJob({ name: job.name, data: job.payload, attemptsMade, updateProgress }, handlers);
        return;
      } catch (error) {
        if (attemptsMade + 1 < attempts && (error as Error).name !== 'UnrecoverableError') continue;
        this.failed.push({ ...job, error });
        return;
      }
    }
  }
}
