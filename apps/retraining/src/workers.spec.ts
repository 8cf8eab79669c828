import type { JobHandlers, JobWorkers } from '@plumbline/platform';
import { InMemoryJobQueue } from '@plumbline/testing';
import { jobHandlers, type JobParts } from './jobs/job-handlers';
import { Workers } from './workers';

const RUN = '0190f0a0-0000-7000-8000-000000000001';
const RHYTHM = { rolloutTickMs: 500, auditSequenceMs: 2_000, deliverySweepMs: 1_000, labelsSettleMs: 5_000 };

class StartedWorkers implements JobWorkers {
  readonly started: string[] = [];

  async start(handlers: JobHandlers): Promise<void> {
    this.started.push(...Object.keys(handlers));
  }

  async close(): Promise<void> {}
}

function world(handlers: JobHandlers) {
  const [jobWorkers, queue] = [new StartedWorkers(), new InMemoryJobQueue()];
  return { jobWorkers, queue, workers: new Workers(jobWorkers, queue, handlers, async () => [RUN]) };
}

describe('the workers', () => {
  it('start the repeating jobs, and put open runs back into the queue', async () => {
    const { workers, queue } = world(jobHandlers({} as JobParts));
    await expect(workers.check()).rejects.toThrow('not started');
    await workers.start(RHYTHM);
    await workers.check();
    expect([...queue.repeating].map(([name, { everyMs }]) => [name, everyMs])).toEqual([
      ['rollouts.tick', 500],
      ['audit.sequence', 2_000],
      ['deliveries.sweep', 1_000],
      ['alerts.watch', 60_000],
      ['labels.settle', 5_000],
      ['windows.retain', 600_000],
    ]);
    expect(queue.waiting).toMatchObject([{ name: 'retraining.run', payload: { runId: RUN }, dedupeKey: RUN }]);
  });

  it('do not start when a job of the catalog has no handler', async () => {
    const { 'audit.sequence': _missing, ...rest } = jobHandlers({} as JobParts);
    const { workers, jobWorkers } = world(rest);
    await expect(workers.start(RHYTHM)).rejects.toThrow('no handler for audit.sequence');
    expect(jobWorkers.started).toEqual([]);
    await expect(workers.check()).rejects.toThrow('not started');
  });
});
