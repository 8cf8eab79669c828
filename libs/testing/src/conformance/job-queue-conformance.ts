import { JOB_QUEUE_RULES, QueueWorld, type JobQueueHarness } from './job-queue-rules';

/** What BullMQ on Redis and on PostgreSQL must do alike. */
export function jobQueueConformance(open: () => Promise<JobQueueHarness>): void {
  it.each(Object.entries(JOB_QUEUE_RULES))('%s', async (_rule, check) => {
    const world = new QueueWorld(await open());
    try {
      await check(world);
    } finally {
      await world.close();
    }
  });
}
