// `npm test`: installs when needed, brings up PostgreSQL, Redis, Kafka and S3 in a temporary folder, runs unit and integration
// tests, then the end-to-end tests, and stops everything. `npm test -- libs/platform` runs a part; any Jest option goes
// through. PLUMBLINE_TEST_SKIP_SERVERS=kafka,redis leaves servers out, and says so.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFault } from './checks/installed.mjs';
import { missingPrograms } from './setup.mjs';
import { requireNode } from './start/install.mjs';
import { say, step } from './start/steps.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules/jest/bin/jest.js');
const inCi = Boolean(process.env.CI);
const givenArguments = process.argv.slice(2);
const running = new Set();
const servers = [];
let folder;

class TestRunError extends Error {}

function run(command, args, { env = process.env, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'] });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

async function mustRun(command, args) {
  const { code } = await run(command, args);
  if (code !== 0) throw new TestRunError(`${command} ${args.join(' ')} failed (exit code ${code})`);
}

const newest = (path) => Math.max(...readdirSync(path).map((name) => statSync(join(path, name)).mtimeMs));

async function prepare() {
  requireNode();
  const fault = installFault(root);
  if (fault !== null)
    await step(`installing packages (${fault})`, () =>
      mustRun('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']),
    );
  const client = join(root, 'libs/platform/src/database/generated/client.ts');
  if (!existsSync(client) || statSync(client).mtimeMs < newest(join(root, 'prisma/schema')))
    await step('generating the Prisma client', () =>
      mustRun(process.execPath, ['tools/prisma/prisma.mjs', 'generate']),
    );
  if (inCi && process.getuid?.() === 0 && missingPrograms().length > 0)
    await step('installing system packages', () => mustRun(process.execPath, ['tools/setup.mjs', '--ci']));
}

const skippedServers = () => {
  const names = (process.env.PLUMBLINE_TEST_SKIP_SERVERS ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter(Boolean));
};

/** @returns {Promise<object>} the environment in which the tests find the servers */
async function bringUp() {
  const [{ startPostgres }, { startRedis }, { startKafka }, { startS3 }] = await Promise.all([
    import('./servers/postgres.mjs'),
    import('./servers/redis.mjs'),
    import('./servers/kafka.mjs'),
    import('./servers/s3.mjs'),
  ]);
  folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  // PostgreSQL may run as another user, who must be able to pass.
  chmodSync(folder, 0o755);
  const skipped = skippedServers();
  const wanted = [
    ['postgres', 'TEST_DATABASE_URL', startPostgres, (server) => server.url],
    ['redis', 'TEST_REDIS_URL', startRedis, (server) => server.url],
    ['kafka', 'TEST_KAFKA_BROKERS', startKafka, (server) => server.brokers],
    ['s3', 'TEST_S3_URL', startS3, (server) => server.url],
  ];
  const unknown = [...skipped].filter((name) => !wanted.some(([known]) => known === name));
  if (unknown.length > 0)
    throw new TestRunError(`PLUMBLINE_TEST_SKIP_SERVERS: there is no server ${unknown.join(', ')}`);
  const env = {};
  const results = await Promise.allSettled(
    wanted.map(async ([name, variable, start, coordinates]) => {
      if (skipped.has(name)) return say(`!!! SKIPPED: ${name}, by PLUMBLINE_TEST_SKIP_SERVERS. Its tests do NOT run.`);
      await step(`starting ${name}`, async () => {
        const server = await start({ dataDir: join(folder, name) });
        servers.push(server);
        env[variable] = coordinates(server);
        return name;
      });
    }),
  );
  const failures = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
  if (failures.length === 0) return env;
  throw new TestRunError(
    `${failures.join('\n')}\nPLUMBLINE_TEST_SKIP_SERVERS=redis,kafka,s3 runs the rest (never in CI).`,
  );
}

const jestArguments = (phase) => [jest, '--config', 'jest.config.cjs', ...givenArguments, '--selectProjects', ...phase];

async function holdsTests(phase) {
  if (givenArguments.length === 0) return true;
  const { output } = await run(process.execPath, [...jestArguments(phase), '--listTests'], { capture: true });
  return output.split('\n').some((line) => line.endsWith('.spec.ts'));
}

const PHASES = [
  { title: 'unit and integration tests', projects: ['unit', 'int'], flags: ['--maxWorkers', '2'] },
  { title: 'end-to-end tests', projects: ['e2e'], flags: ['--runInBand'] },
];

async function runPhases(env) {
  const codes = [];
  for (const { title, projects, flags } of PHASES) {
    if (!(await holdsTests(projects))) continue;
    say(`- ${title}`);
    const { code } = await run(process.execPath, [...jestArguments(projects), ...flags, ...(inCi ? ['--ci'] : [])], {
      env,
    });
    codes.push(code);
  }
  if (codes.length === 0) throw new TestRunError(`no test fits: ${givenArguments.join(' ')}`);
  return Math.max(...codes);
}

async function leave(code) {
  for (const child of running) child.kill('SIGTERM');
  await Promise.allSettled(servers.map((server) => server.stop()));
  if (folder) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => void leave(code));

try {
  await prepare();
  const env = { ...process.env, ...(await bringUp()) };
  await leave(await runPhases(env));
} catch (error) {
  process.stderr.write(`\n${error instanceof TestRunError ? `npm test: ${error.message}` : error.stack}\n`);
  await leave(1);
}
