import type { JobName, JobPayload } from '@plumbline/contracts';
import type { JobHandlers, JobQueue, JobWorkers } from '@plumbline/platform';
import { waitUntil } from './wait-until';

export interface JobQueueHarness {
  queue(): JobQueue;
  workers(): JobWorkers;
  /** Jobs in the failed set of the queue that serves this job. */
  failed(name: JobName): Promise<readonly { readonly reason: string; readonly data: unknown }[]>;
  /** Puts a job in past our own checks, as a foreign or older producer would. */
  putRaw(name: JobName, data: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/** What one test has in hand. */
export class QueueWorld {
  readonly queue: JobQueue;
  private readonly opened: JobWorkers[] = [];

  constructor(readonly harness: JobQueueHarness) {
    this.queue = harness.queue();
  }

  readonly start = async (handlers: JobHandlers): Promise<JobWorkers> => {
    const workers = this.harness.workers();
    this.opened.push(workers);
    await workers.start(handlers);
    return workers;
  };

  async close(): Promise<void> {
    await Promise.all(this.opened.map((workers) => workers.close()));
    await this.queue.close();
    await this.harness.dispose();
  }
}

const CONSIDER: JobPayload<'retraining.consider'> = { model: 'm', trigger: 'drift', detail: {}, requestedBy: 'spec' };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The rule that is checked, and how. */
export const JOB_QUEUE_RULES: Readonly<Record<string, (world: QueueWorld) => Promise<void>>> = {
  'runs a job with its parsed payload': async ({ queue, start }) => {
    const seen: unknown[] = [];
    await start({ 'retraining.consider': async (payload, { attempt }) => void seen.push([payload, attempt]) });
    const { detail: _, ...withoutDetail } = CONSIDER;
    await queue.enqueue('retraining.consider', withoutDetail as typeof CONSIDER);
    await waitUntil('the job ran', () => seen.length > 0);
    expect(seen).toEqual([[CONSIDER, 1]]);
  },

  'tries a job again as often as the catalog says, then keeps it in the failed set': async ({
    queue,
    start,
    harness,
  }) => {
    const attempts: number[] = [];
    await start({
      'retraining.run': async (_, { attempt }) => {
        attempts.push(attempt);
        throw new TypeError('out of disk');
      },
    });
    await queue.enqueue('retraining.run', { runId: '0198c9a0-0000-7000-8000-000000000001' });
    await waitUntil('it failed for good', async () => (await harness.failed('retraining.run')).length > 0);
    expect(attempts).toEqual([1, 2, 3]);
    expect((await harness.failed('retraining.run'))[0]?.reason).toContain('out of disk');
  },

  'finishes a job that succeeds at its second attempt': async ({ queue, start, harness }) => {
    const attempts: number[] = [];
    await start({
      'retraining.consider': async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new TypeError('the database is away');
      },
    });
    await queue.enqueue('retraining.consider', CONSIDER);
    await waitUntil('the second attempt came', () => attempts.length === 2);
    await pause(300);
    expect(attempts).toEqual([1, 2]);
    expect(await harness.failed('retraining.consider')).toEqual([]);
  },

  'counts jobs of one key that wait or run as one, and takes the key again afterwards': async ({ queue, start }) => {
    const models: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const put = (model: string) => queue.enqueue('retraining.consider', { ...CONSIDER, model }, { dedupeKey: 'same' });
    await put('first');
    await put('while waiting');
    await start({
      'retraining.consider': async ({ model }) => {
        models.push(model);
        await gate;
      },
    });
    await waitUntil('the first runs', () => models.length === 1);
    await put('while running');
    await queue.enqueue('retraining.consider', { ...CONSIDER, model: 'other' }, { dedupeKey: 'other' });
    release();
    await waitUntil('the other key ran', () => models.length === 2);
    await pause(200);
    await put('afterwards');
    await waitUntil('the key is free again', () => models.length === 3);
    expect(models).toEqual(['first', 'other', 'afterwards']);
  },

  'does not start a delayed job early': async ({ queue, start }) => {
    let ranAt = 0;
    await start({ 'rollouts.tick': async () => void (ranAt = Date.now()) });
    const putAt = Date.now();
    await queue.enqueue('rollouts.tick', {}, { delayMs: 700 });
    await waitUntil('it ran', () => ranAt > 0);
    expect(ranAt - putAt).toBeGreaterThanOrEqual(690);
  },

  'refuses a payload that does not fit when it is put in': async ({ queue }) => {
    const wrong = { ...CONSIDER, trigger: 'whim' } as unknown as typeof CONSIDER;
    await expect(queue.enqueue('retraining.consider', wrong)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'job_payload_invalid',
      fields: [{ pointer: '/trigger' }],
    });
  },

  'moves a payload that does not fit to the failed set at once, with the reason': async ({ start, harness }) => {
    let ran = 0;
    await start({ 'retraining.run': async () => void ran++ });
    await harness.putRaw('retraining.run', { runId: 'not a uuid' });
    await waitUntil('it is in the failed set', async () => (await harness.failed('retraining.run')).length > 0);
    const [failed] = await harness.failed('retraining.run');
    expect(failed?.reason).toContain('job_payload_invalid');
    expect(failed?.reason).toContain('/runId');
    expect(failed?.data).toEqual({ runId: 'not a uuid' });
    expect(ran).toBe(0);
  },

  'repeats a job, and a second call replaces the interval instead of adding one': async ({ queue, start }) => {
    const times: number[] = [];
    await queue.every('rollouts.tick', 60_000, {});
    await queue.every('rollouts.tick', 250, {});
    await start({ 'rollouts.tick': async () => void times.push(Date.now()) });
    await waitUntil('it ran four times', () => times.length >= 4);
    const spanMs = (times[3] as number) - (times[0] as number);
    expect(spanMs).toBeGreaterThan(450);
    expect(spanMs).toBeLessThan(3_000);
  },

  'refuses to start with a handler for an unknown job': async ({ harness }) => {
    const handlers = { 'no.such.job': async () => undefined } as unknown as JobHandlers;
    await expect(harness.workers().start(handlers)).rejects.toMatchObject({ code: 'job_unknown' });
  },

  'waits for the job in hand when it closes': async ({ queue, start }) => {
    let done = false;
    let started = false;
    const workers = await start({
      'audit.sequence': async () => {
        started = true;
        await pause(300);
        done = true;
      },
    });
    await queue.enqueue('audit.sequence', {});
    await waitUntil('it started', () => started);
    await workers.close();
    expect(done).toBe(true);
  },
};
