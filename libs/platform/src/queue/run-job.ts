import { UnrecoverableError } from 'bullmq';
import { JOB_CATALOG } from '@plumbline/contracts';
import { PlumblineError } from '@plumbline/problem';
import { finishSpan } from '../tracing/active-span';
import { NO_TRACING, type Tracing } from '../tracing/create-tracing';
import { isJobName, parseJobPayload } from './job-catalog-check';
import type { JobContext, JobHandler, JobHandlers } from './job-queue.port';
import { JobTimeoutError, UnknownJobError } from './job.errors';

/** What we need of BullMQ's job. */
export interface TakenJob {
  readonly name: string;
  readonly data: unknown;
  readonly attemptsMade: number;
  updateProgress(progress: number): Promise<unknown>;
}

/** A PlumblineError that says no retry will help; any other failure is tried again as often as the catalog allows. */
const isFinal = (error: unknown): error is PlumblineError =>
  error instanceof PlumblineError && !error.retryable && error.kind !== 'internal';

/** Parses, runs within the time-out and decides between another attempt and the failed set. */
export async function runJob(job: TakenJob, handlers: JobHandlers, tracing: Tracing = NO_TRACING): Promise<void> {
  const { traceparent } = (job.data ?? {}) as { traceparent?: unknown };
  const parent = typeof traceparent === 'string' ? traceparent : undefined;
  const name = isJobName(job.name) ? job.name : 'unknown';
  const span = tracing.begin(`job ${name}`, 'CONSUMER', parent, { 'messaging.message.attempt': job.attemptsMade + 1 });
  return span ? finishSpan(span, () => judgedRun(job, handlers)) : judgedRun(job, handlers);
}

async function judgedRun(job: TakenJob, handlers: JobHandlers): Promise<void> {
  try {
    if (!isJobName(job.name)) throw new UnrecoverableError(new UnknownJobError(job.name).message);
    const handler = handlers[job.name] as JobHandler<typeof job.name> | undefined;
    if (!handler) throw new UnrecoverableError(`No handler for ${job.name} in this process.`);
    await runWithin(job, handler, JOB_CATALOG[job.name].timeoutMs);
  } catch (error) {
    throw isFinal(error)
      ? Object.assign(new UnrecoverableError(`${error.code}: ${error.message}`), { cause: error })
      : error;
  }
}

async function runWithin(job: TakenJob, handler: JobHandler<never>, timeoutMs: number): Promise<void> {
  const payload = parseJobPayload(job.name as never, job.data);
  const controller = new AbortController();
  const context: JobContext = {
    attempt: job.attemptsMade + 1,
    signal: controller.signal,
    progress: async (fraction) => void (await job.updateProgress(Math.min(1, Math.max(0, fraction)))),
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new JobTimeoutError(job.name, timeoutMs);
      controller.abort(error);
      reject(error);
    }, timeoutMs);
  });
  await Promise.race([handler(payload, context), late]).finally(() => clearTimeout(timer));
}
