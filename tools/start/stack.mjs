// The running product: database, services, ready checks. Used by `npm start`, the replay and the end-to-end tests.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { migrate } from '../prisma/migrate.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { checkDataFolder, checkPorts } from './preflight.mjs';
import { runCommand } from './run-command.mjs';
import { say, step } from './steps.mjs';
import { Supervisor, waitUntilReady } from './supervise.mjs';

const SERVICES = ['registry', 'inference', 'monitor', 'retraining'];
const READY_MS = 90_000;

export function readPlaces(root, env) {
  const port = (name, fallback) => Number(env[name] || fallback);
  const ports = {
    REGISTRY_PORT: port('REGISTRY_PORT', 3000),
    INFERENCE_PORT: port('INFERENCE_PORT', 8080),
    INFERENCE_GRPC_PORT: port('INFERENCE_GRPC_PORT', 8081),
    MONITOR_PORT: port('MONITOR_PORT', 3001),
    RETRAINING_PORT: port('RETRAINING_PORT', 3002),
  };
  return {
    root,
    dataDir: resolve(root, env.PLUMBLINE_DATA_DIR || '.plumbline'),
    host: env.BIND_ADDRESS || '127.0.0.1',
    ports,
  };
}

/** The admin token: given, or made once and kept for this user's eyes only. */
function adminToken(dataDir, given) {
  if (given) return given;
  const file = join(dataDir, 'admin-token');
  if (!existsSync(file)) {
    writeFileSync(file, `plb_${randomBytes(32).toString('base64url')}`, { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8').trim();
}

function build(root) {
  return step('building', (detail) =>
    runCommand(
      process.execPath,
      [join(root, 'node_modules/.bin/nx'), 'run-many', '-t', 'build', '--outputStyle=stream'],
      {
        cwd: root,
        env: { NX_NO_CLOUD: 'true', NX_TUI: 'false', NX_DAEMON: 'false' },
        onLine: detail,
      },
    ),
  );
}

/**
 * Starts everything and resolves when each service does its work.
 * @returns {Promise<{ urls, token, databaseUrl, stop(): Promise<void> }>}
 */
export async function startStack(places, { env = process.env, onGiveUp, skipBuild = false } = {}) {
  const { root, dataDir, host, ports } = places;
  checkDataFolder(dataDir);
  await checkPorts(ports, host);
  const token = adminToken(dataDir, env.PLUMBLINE_ADMIN_TOKEN);
  const supervisor = new Supervisor({ onGiveUp });
  let postgres;
  const stop = async () => {
    await supervisor.stop();
    await postgres?.stop();
  };
  try {
    const building = skipBuild ? Promise.resolve() : build(root);
    // Attached now, so that a build that fails while the database starts is not an unhandled rejection.
    building.catch(() => {});
    postgres = env.DATABASE_URL
      ? undefined
      : await step('starting PostgreSQL', () => startPostgres({ dataDir: join(dataDir, 'postgres'), log: () => {} }));
    const databaseUrl = env.DATABASE_URL || postgres.url;
    await step('applying migrations', async () => (await migrate(databaseUrl)).join(', ') || 'nothing new');
    await building;
    const urls = Object.fromEntries(
      SERVICES.map((name) => [name, `http://${host}:${ports[`${name.toUpperCase()}_PORT`]}`]),
    );
    const shared = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
    for (const name of SERVICES)
      supervisor.start(name, join(root, `dist/apps/${name}/main.js`), {
        ...shared,
        BIND_ADDRESS: host,
        // The runtime would tell its maker about each start.
        ORT_DISABLE_TELEMETRY: '1',
        DATABASE_URL: databaseUrl,
        PLUMBLINE_DATA_DIR: dataDir,
        PLUMBLINE_ADMIN_TOKEN: token,
        DASHBOARD_DIR: join(root, 'dist/apps/dashboard'),
        INFERENCE_URL: urls.inference,
      });
    await step('waiting until every service is ready', () =>
      waitUntilReady(Object.fromEntries(SERVICES.map((name) => [name, `${urls[name]}/health/ready`])), READY_MS),
    );
    return { urls, token, databaseUrl, stop };
  } catch (error) {
    say('stopping what was started');
    await stop();
    throw error;
  }
}
