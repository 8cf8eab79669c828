import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, createPool, parseSettings } from '@plumbline/platform';
import { admissionScript, testDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { createRegistryApp } from './create-app';
import { settingsSchema } from './env';

export interface RunningRegistry {
  readonly url: string;
  readonly dataDir: string;
  readonly pool: Pool;
  readonly app: NestFastifyApplication;
  /** As the admin. */
  call(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-admin';

/** The whole service on a port of its own, with a database of its own. */
export async function runningRegistry(env: Record<string, string> = {}): Promise<RunningRegistry> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'registry-'));
  const settings = parseSettings(settingsSchema, {
    DATABASE_URL: database.url,
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_ADMIN_TOKEN: TOKEN,
    DASHBOARD_DIR: join(dataDir, 'none'),
    ...env,
  });
  const logger = createLogger({ service: 'registry', level: 'silent' });
  const { app } = await createRegistryApp(settings, logger, { admissionScript: admissionScript() });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const pool = createPool(database.url);
  return {
    ...{ url, dataDir, pool, app },
    call: (path, init = {}) =>
      fetch(`${url}/api/v1/${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${TOKEN}` } }),
    stop: async () => {
      await app.close();
      await pool.end();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
