// A worker process for the specs: takes one job of the queue, says so, and never ends it. The spec kills it.
import { createPostgresBackend, Worker } from 'bullmq';

const { redisUrl, databaseUrl, queue, lockDurationMs } = JSON.parse(process.argv[2]);
const connection = redisUrl
  ? { url: redisUrl, maxRetriesPerRequest: null }
  : { connectionString: databaseUrl, schema: 'bullmq', migrate: true };
const backend = redisUrl ? [] : [createPostgresBackend];
const take = async () => {
  process.stdout.write('taken\n');
  await new Promise(() => setInterval(() => undefined, 1_000));
};
new Worker(queue, take, { connection, lockDuration: lockDurationMs, stalledInterval: lockDurationMs }, ...backend);
