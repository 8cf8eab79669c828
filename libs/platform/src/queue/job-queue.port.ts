import type { JobName, JobPayload } from '@plumbline/contracts';

export interface EnqueueOptions {
  /** Jobs of one key that wait or run count as one. */
  readonly dedupeKey?: string;
  readonly delayMs?: number;
}

export interface JobContext {
  readonly attempt: number;
  readonly signal: AbortSignal;
  progress(fraction: number): Promise<void>;
}

export type JobHandler<N extends JobName> = (payload: JobPayload<N>, context: JobContext) => Promise<void>;
export type JobHandlers = { readonly [N in JobName]?: JobHandler<N> };

/** Puts work in; payloads are parsed against the job catalog. */
export interface JobQueue {
  readonly kind: 'redis' | 'postgres';
  enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options?: EnqueueOptions): Promise<void>;
  /** One repeating job; calling it again replaces the interval. */
  every<N extends JobName>(name: N, everyMs: number, payload: JobPayload<N>): Promise<void>;
  close(): Promise<void>;
}

/** Takes work out. An invalid payload goes to the failed set with its reason, never only to a log. */
export interface JobWorkers {
  start(handlers: JobHandlers, options?: { readonly concurrency?: number }): Promise<void>;
  close(): Promise<void>;
}
