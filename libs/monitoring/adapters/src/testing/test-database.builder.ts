import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const SERVER = 'postgresql://postgres@127.0.0.1:54999';

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client(`${SERVER}/postgres`);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `monitoring_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = `${SERVER}/${name}`;
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const folder = join(__dirname, '../../../../../prisma/migrations');
  for (const migration of readdirSync(folder).sort()) {
    const file = join(folder, migration, 'migration.sql');
    if (!migration.endsWith('.toml')) await pool.query(readFileSync(file, 'utf8'));
  }
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
