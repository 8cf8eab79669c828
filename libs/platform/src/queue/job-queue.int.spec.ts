import { JOB_CATALOG, type JobName } from '@plumbline/contracts';
import {
  describeWithServer,
  jobQueueConformance,
  testDatabase,
  testRedis,
  type JobQueueHarness,
} from '@plumbline/testing';
import { bullBackend, type QueueLocation } from './bullmq-backend';
import { createJobQueue } from './create-job-queue';
import { createJobWorkers } from './create-job-workers';

function harness(location: QueueLocation, drop: () => Promise<void>): JobQueueHarness {
  const backend = bullBackend(location);
  const queues = new Map<string, ReturnType<typeof backend.openQueue>>();
  const queueOf = (name: JobName) => {
    const { queue } = JOB_CATALOG[name];
    const open = queues.get(queue) ?? backend.openQueue(queue);
    queues.set(queue, open);
    return open;
  };
  return {
    queue: () => createJobQueue(location),
    workers: () => createJobWorkers({ ...location, lockDurationMs: 2_000 }),
    failed: async (name) =>
      (await queueOf(name).getFailed()).map(({ failedReason, data }) => ({
        reason: failedReason,
        data: data as unknown,
      })),
    putRaw: async (name, data) => void (await queueOf(name).add(name, data, { attempts: 3 })),
    dispose: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await drop();
    },
  };
}

async function onRedis(): Promise<JobQueueHarness> {
  const redis = await testRedis();
  return harness({ redisUrl: redis.url, databaseUrl: '' }, () => redis.drop());
}

async function onPostgres(): Promise<JobQueueHarness> {
  const database = await testDatabase();
  return harness({ databaseUrl: database.url }, () => database.drop());
}

describeWithServer('redis', 'job queue on Redis', () => {
  jest.setTimeout(60_000);
  jobQueueConformance(onRedis);
});

describeWithServer('database', 'job queue on PostgreSQL', () => {
  jest.setTimeout(60_000);
  jobQueueConformance(onPostgres);
});
