// `node tools/servers/up.mjs postgres redis kafka s3`: servers for development, in the foreground, in a temporary folder.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { startS3 } from './s3.mjs';

const START = {
  postgres: async (dataDir) => ({
    line: 'TEST_DATABASE_URL',
    of: (server) => server.url,
    server: await startPostgres({ dataDir }),
  }),
  redis: async (dataDir) => ({
    line: 'TEST_REDIS_URL',
    of: (server) => server.url,
    server: await startRedis({ dataDir }),
  }),
  kafka: async (dataDir) => ({
    line: 'TEST_KAFKA_BROKERS',
    of: (server) => server.brokers,
    server: await startKafka({ dataDir }),
  }),
  s3: async (dataDir) => ({
    line: 'TEST_S3_URL',
    of: (server) => server.url,
    server: await startS3({ dataDir }),
  }),
};

const wanted = process.argv.slice(2);
if (wanted.length === 0 || wanted.some((name) => !Object.hasOwn(START, name))) {
  process.stderr.write(`usage: node tools/servers/up.mjs ${Object.keys(START).join('|')} ...\n`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-servers-'));
chmodSync(folder, 0o755);
const results = await Promise.allSettled(wanted.map((name) => START[name](join(folder, name))));
const started = results.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);

async function stop(code) {
  await Promise.allSettled(started.map(({ server }) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(0));

for (const { line, of, server } of started) process.stdout.write(`export ${line}=${of(server)}\n`);
const failed = results.filter(({ status }) => status === 'rejected');
for (const { reason } of failed) process.stderr.write(`${reason.message}\n`);
if (failed.length > 0) await stop(1);
process.stderr.write('Ctrl-C stops them.\n');
setInterval(() => {}, 1 << 30);
