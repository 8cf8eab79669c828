import { processEnvironment, type Environment } from '../env';

/** Servers that `npm test` (tools/test.mjs) brings up; their coordinates come in the environment. */
export const TEST_SERVERS = {
  database: 'TEST_DATABASE_URL',
  redis: 'TEST_REDIS_URL',
  kafka: 'TEST_KAFKA_BROKERS',
  s3: 'TEST_S3_URL',
} as const;
export type TestServer = keyof typeof TEST_SERVERS;

const NAMES: Readonly<Record<TestServer, string>> = {
  database: 'PostgreSQL',
  redis: 'Redis',
  kafka: 'Kafka',
  s3: 'S3',
};

/** @returns what to do when the server is not there: `skip` on a developer's machine, `fail` in CI */
export function serverState(server: TestServer, env: Environment = processEnvironment()): 'run' | 'skip' | 'fail' {
  if (env[TEST_SERVERS[server]]) return 'run';
  return env['CI'] ? 'fail' : 'skip';
}

/** @throws Error when it is not running */
export function serverCoordinates(server: TestServer, env: Environment = processEnvironment()): string {
  const found = env[TEST_SERVERS[server]];
  if (!found) throw new Error(`${NAMES[server]} is not running: ${TEST_SERVERS[server]} is not set. Run npm test.`);
  return found;
}

/**
 * `describe` for a suite that needs real servers. Without them: a failing test in CI; elsewhere the suite stands as
 * skipped in the report and says why.
 */
export function describeWithServer(servers: TestServer | readonly TestServer[], name: string, suite: () => void): void {
  const needed = typeof servers === 'string' ? [servers] : servers;
  const missing = needed.filter((server) => serverState(server) !== 'run');
  if (missing.length === 0) {
    describe(name, suite);
    return;
  }
  const what = missing.map((server) => NAMES[server]).join(', ');
  if (missing.some((server) => serverState(server) === 'fail')) {
    describe(name, () => {
      it('finds its servers', () => {
        throw new Error(`${what} not running, and CI may not skip: ${missing.map((s) => TEST_SERVERS[s]).join(', ')}`);
      });
    });
    return;
  }
  process.stderr.write(`skipped: ${what} not running; npm test brings it up (${name})\n`);
  describe.skip(`${name} (skipped: ${what} not running)`, suite);
}
