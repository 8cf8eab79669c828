import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@plumbline/contracts';
import { createLogger, createPool, hashToken, newToken, parseSettings } from '@plumbline/platform';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { createRegistryApp } from './create-app';
import { settingsSchema } from './env';

/** `testDatabase()` of @plumbline/testing, which only specs may import. */
interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly payload?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface TokenChange {
  readonly name?: string;
  readonly models?: readonly string[];
  readonly expiresAt?: Date;
}

/** The control plane in this process, and what its database is filled with behind its back. */
export class RegistryWorld {
  private constructor(
    readonly app: NestFastifyApplication,
    /** `METHOD pattern`, as the router has them. */
    readonly routes: readonly string[],
    readonly pool: Pool,
    readonly adminToken: string,
    private readonly dataDir: string,
    private readonly database: Database,
  ) {}

  static async start(database: Database, change: Readonly<Record<string, string>> = {}): Promise<RegistryWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'registry-'));
    const adminToken = newToken();
    const settings = parseSettings(settingsSchema, {
      DATABASE_URL: database.url,
      PLUMBLINE_DATA_DIR: dataDir,
      PLUMBLINE_ADMIN_TOKEN: adminToken,
      DASHBOARD_DIR: join(dataDir, 'none'),
      REGISTRY_PORT: '0',
      ...change,
    });
    const logger = createLogger({ service: 'registry', level: 'silent' });
    const { app, routes } = await createRegistryApp(settings, logger);
    await app.getHttpAdapter().getInstance().ready();
    return new RegistryWorld(app, routes, createPool(database.url), adminToken, dataDir, database);
  }

  call(method: string, path: string, { token, payload, headers = {} }: CallOptions = {}) {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const url = path.startsWith('/') ? path : `/api/v1/${path}`;
    return this.app.inject({ method: method as 'GET', url, headers: { ...headers, ...authorization }, payload });
  }

  /** A token that nobody made through the API. */
  async token(
    role: Role,
    { name = `${role}-${uuidv7()}`, models = ['*'], expiresAt }: TokenChange = {},
  ): Promise<string> {
    const token = newToken();
    await this.pool.query(
      'INSERT INTO api_token (id, name, hash, role, models, expires_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [uuidv7(), name, hashToken(token), role, models, expiresAt ?? null],
    );
    return token;
  }

  /** Milliseconds until a token is refused. */
  async refusedAfterMs(token: string): Promise<number> {
    const startedAt = performance.now();
    while ((await this.call('GET', 'session', { token })).statusCode !== 401) {
      if (performance.now() - startedAt > 10_000) return Infinity;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - startedAt;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.pool.end();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true });
  }
}
