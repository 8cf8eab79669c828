import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, createPool, parseSettings } from '@plumbline/platform';
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

interface Surroundings {
  readonly database: { readonly url: string; drop(): Promise<void> };
  readonly admissionScript: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The whole service on a port of its own; the database goes when it stops. */
export async function runningRegistry({ database, admissionScript, env = {} }: Surroundings): Promise<RunningRegistry> {
  const dataDir = await mkdtemp(join(tmpdir(), 'registry-'));
  const settings = parseSettings(settingsSchema, {
    DATABASE_URL: database.url,
    PLUMBLINE_DATA_DIR: dataDir,
    PLUMBLINE_ADMIN_TOKEN: TOKEN,
    DASHBOARD_DIR: join(dataDir, 'none'),
    ...env,
  });
  const logger = createLogger({ service: 'registry', level: 'silent' });
  const { app } = await createRegistryApp(settings, logger, { admissionScript });
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
