import type { JobsOptions } from 'bullmq';
import { JOB_CATALOG, type JobName, type JobPayload } from '@plumbline/contracts';
import { activeSpan } from '../tracing/active-span';
import { bullBackend, type BullBackend, type BullQueue, type QueueLocation } from './bullmq-backend';
import { parseJobPayload } from './job-catalog-check';
import type { EnqueueOptions, JobQueue } from './job-queue.port';
import { QueueUnavailableError } from './job.errors';

const ENQUEUE_TIMEOUT_MS = 10_000;
const WEEK_SECONDS = 7 * 24 * 3600;

export interface JobQueueOptions extends QueueLocation {
  readonly onError?: (error: Error) => void;
}

function jobOptions(name: JobName): JobsOptions {
  const { attempts, backoffMs } = JOB_CATALOG[name];
  return {
    attempts,
    ...(backoffMs > 0 ? { backoff: { type: 'exponential', delay: backoffMs } } : {}),
    removeOnComplete: { age: WEEK_SECONDS, count: 1_000 },
    removeOnFail: { age: 4 * WEEK_SECONDS, count: 5_000 },
  };
}

class BullJobQueue implements JobQueue {
  readonly kind;
  private readonly queues = new Map<string, BullQueue>();

  constructor(
    private readonly backend: BullBackend,
    private readonly onError: (error: Error) => void,
  ) {
    this.kind = backend.kind;
  }

  async enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options: EnqueueOptions = {}): Promise<void> {
    const traceparent = activeSpan()?.traceparent;
    const data = { ...parseJobPayload(name, payload), ...(traceparent !== undefined && { traceparent }) };
    const { dedupeKey, delayMs } = options;
    await this.within(
      this.queueOf(name).add(name, data, {
        ...jobOptions(name),
        ...(dedupeKey === undefined ? {} : { deduplication: { id: `${name}:${dedupeKey}` } }),
        ...(delayMs ? { delay: delayMs } : {}),
      }),
    );
  }

  async every<N extends JobName>(name: N, everyMs: number, payload: JobPayload<N>): Promise<void> {
    const data = parseJobPayload(name, payload);
    await this.within(
      this.queueOf(name).upsertJobScheduler(
        `every:${name}`,
        { every: everyMs },
        { name, data, opts: jobOptions(name) },
      ),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private queueOf(name: JobName): BullQueue {
    const queueName = JOB_CATALOG[name].queue;
    let queue = this.queues.get(queueName);
    if (!queue) {
      queue = this.backend.openQueue(queueName);
      queue.on('error', this.onError);
      this.queues.set(queueName, queue);
    }
    return queue;
  }

  /** A server that is away must not hold up a request for ever; the job may or may not have been put in. */
  private async within(work: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new QueueUnavailableError()), ENQUEUE_TIMEOUT_MS);
    });
    await Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}

/** BullMQ on Redis, or on PostgreSQL when there is no Redis. Connects at first use. */
export function createJobQueue({ onError = () => undefined, ...location }: JobQueueOptions): JobQueue {
  return new BullJobQueue(bullBackend(location), onError);
}
