import { InMemoryJobQueue } from './in-memory-job-queue';

const RUN_ID = '0198c9a0-0000-7000-8000-000000000001';

describe('InMemoryJobQueue', () => {
  it('parses, counts one key once, and runs what waits and what that puts in', async () => {
    const queue = new InMemoryJobQueue();
    const payload = { model: 'm', trigger: 'drift' as const, detail: {}, requestedBy: 'spec' };
    await queue.enqueue('retraining.consider', payload, { dedupeKey: 'm' });
    await queue.enqueue('retraining.consider', payload, { dedupeKey: 'm' });
    await expect(queue.enqueue('retraining.run', { runId: 'x' })).rejects.toMatchObject({
      code: 'job_payload_invalid',
    });
    const ran: string[] = [];
    await queue.drain({
      'retraining.consider': async () => {
        ran.push('consider');
        await queue.enqueue('retraining.run', { runId: RUN_ID });
      },
      'retraining.run': async ({ runId }) => void ran.push(runId),
    });
    expect(ran).toEqual(['consider', RUN_ID]);
    expect(queue.waiting).toEqual([]);
  });

  it('tries as often as the catalog says, then keeps the failure', async () => {
    const queue = new InMemoryJobQueue();
    await queue.enqueue('retraining.run', { runId: RUN_ID });
    const attempts: number[] = [];
    await queue.drain({
      'retraining.run': async (_, { attempt }) => {
        attempts.push(attempt);
        throw new TypeError('no');
      },
    });
    expect(attempts).toEqual([1, 2, 3]);
    expect(queue.failed).toMatchObject([{ name: 'retraining.run', error: { message: 'no' } }]);
  });
});
