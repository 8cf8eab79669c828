import { JOB_CATALOG, type JobName, type JobPayload } from '@plumbline/contracts';
import { zodFields } from '../http/parse-input';
import { JobHandlersError, JobPayloadError, UnknownJobError } from './job.errors';

export const JOB_NAMES = Object.keys(JOB_CATALOG) as JobName[];

export const isJobName = (name: string): name is JobName => Object.hasOwn(JOB_CATALOG, name);

/** @throws UnknownJobError, JobPayloadError */
export function parseJobPayload<N extends JobName>(name: N, payload: unknown): JobPayload<N> {
  if (!isJobName(name)) throw new UnknownJobError(name);
  const result = JOB_CATALOG[name].schema.safeParse(payload);
  if (!result.success) throw new JobPayloadError(name, zodFields(result.error));
  return result.data as JobPayload<N>;
}

/**
 * All job names handled by all services together: each job of the catalog exactly once.
 * @throws JobHandlersError that names what is missing, double or unknown
 */
export function assertAllHandled(handledNames: readonly string[]): void {
  const missing = JOB_NAMES.filter((name) => !handledNames.includes(name));
  const unknown = handledNames.filter((name) => !isJobName(name));
  const twice = handledNames.filter((name, i) => handledNames.indexOf(name) !== i);
  const faults = [
    missing.length && `no handler for ${missing.join(', ')}`,
    unknown.length && `unknown job ${unknown.join(', ')}`,
    twice.length && `two handlers for ${twice.join(', ')}`,
  ].filter(Boolean);
  if (faults.length) throw new JobHandlersError(`Job handlers do not fit the catalog: ${faults.join('; ')}.`);
}

/** Of the job of this queue that asks for most; undefined when none asks. */
export function concurrencyOf(queue: string): number | undefined {
  const asked = JOB_NAMES.map((name): { queue: string; concurrency?: number } => JOB_CATALOG[name])
    .filter((job) => job.queue === queue)
    .flatMap(({ concurrency }) => concurrency ?? []);
  return asked.length === 0 ? undefined : Math.max(...asked);
}

/**
 * Queues these handlers serve. A queue is served whole or not at all: its other jobs would end in the failed set.
 * @throws UnknownJobError, JobHandlersError
 */
export function queuesOf(handledNames: readonly string[]): string[] {
  for (const name of handledNames) if (!isJobName(name)) throw new UnknownJobError(name);
  const queues = new Set(handledNames.map((name) => JOB_CATALOG[name as JobName].queue as string));
  const missing = JOB_NAMES.filter((name) => queues.has(JOB_CATALOG[name].queue) && !handledNames.includes(name));
  if (missing.length) throw new JobHandlersError(`No handler for ${missing.join(', ')} of the same queue.`);
  return [...queues];
}
