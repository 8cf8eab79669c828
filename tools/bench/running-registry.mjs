// The registry as a process of its own, on a database and a folder that are gone afterwards.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../start/run-command.mjs';
import { migrate } from '../prisma/migrate.mjs';
import { freePort } from '../servers/free-port.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { startProcess } from '../servers/server-process.mjs';
import { started } from './started.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TOKEN = 'plb_benchmark';

export const buildRegistry = () =>
  runCommand(process.execPath, ['tools/build/build-app.mjs', 'registry'], { cwd: root });

/** @returns {Promise<{folder: string, databaseUrl: string, stop(): Promise<void>}>} */
export async function scratchPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  // PostgreSQL may run as another user, who must be able to pass.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const stop = async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const place = started({ folder, databaseUrl: postgres.url, stop });
  await migrate(postgres.url);
  return place;
}

/**
 * @param {{folder: string, databaseUrl: string}} place
 * @param {{name?: string, env?: object}} options
 * @returns {Promise<{pid: number, url: string, headers: object, request(path: string, init?: object): Promise<Response>, stop(): Promise<void>}>}
 */
export async function startRegistry(place, { name = 'registry', env = {} } = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const dataDir = join(place.folder, name);
  mkdirSync(dataDir, { recursive: true });
  const { pid, stop } = await startProcess({
    name: 'registry',
    command: process.execPath,
    args: [join(root, 'dist/apps/registry/main.js')],
    logFile: join(dataDir, 'registry.log'),
    ready: async () => (await fetch(`${url}/health/ready`)).ok,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: place.databaseUrl,
      PLUMBLINE_DATA_DIR: dataDir,
      PLUMBLINE_ADMIN_TOKEN: TOKEN,
      REGISTRY_PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    },
  });
  const request = async (path, init = {}) => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } });
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return started({ pid, url, headers, request, stop });
}
