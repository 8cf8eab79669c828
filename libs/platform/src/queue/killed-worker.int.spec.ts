import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { JOB_CATALOG } from '@plumbline/contracts';
import { describeWithServer, testDatabase, testRedis, waitUntil } from '@plumbline/testing';
import type { QueueLocation } from './bullmq-backend';
import { createJobQueue } from './create-job-queue';
import { createJobWorkers } from './create-job-workers';

const LOCK_MS = 1_000;
const RUN_ID = '0198c9a0-0000-7000-8000-000000000001';

/** Another process takes the job, and is killed in the middle of it. */
async function takeAndDie(location: QueueLocation): Promise<void> {
  const plan = JSON.stringify({ ...location, queue: JOB_CATALOG['retraining.run'].queue, lockDurationMs: LOCK_MS });
  const doomed = spawn(process.execPath, [join(__dirname, 'doomed-worker.mjs'), plan], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(doomed, 'exit');
  let taken = false;
  doomed.stdout.on('data', () => (taken = true));
  await waitUntil('the other process has taken the job', () => taken);
  doomed.kill('SIGKILL');
  await exited;
}

async function runsAgain(location: QueueLocation): Promise<string[]> {
  const queue = createJobQueue(location);
  await queue.enqueue('retraining.run', { runId: RUN_ID });
  await takeAndDie(location);
  const ran: string[] = [];
  const workers = createJobWorkers({ ...location, lockDurationMs: LOCK_MS });
  await workers.start({ 'retraining.run': async ({ runId }) => void ran.push(runId) });
  await waitUntil('it ran here', () => ran.length > 0);
  await workers.close();
  await queue.close();
  return ran;
}

describeWithServer('redis', 'a killed worker on Redis', () => {
  it('leaves its job to another one', async () => {
    const redis = await testRedis();
    expect(await runsAgain({ redisUrl: redis.url, databaseUrl: '' })).toEqual([RUN_ID]);
    await redis.drop();
  });
});

describeWithServer('database', 'a killed worker on PostgreSQL', () => {
  it('leaves its job to another one', async () => {
    const database = await testDatabase();
    expect(await runsAgain({ databaseUrl: database.url })).toEqual([RUN_ID]);
    await database.drop();
  });
});
