import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { applyMigrations } from './apply-migrations';
import { serverCoordinates } from './test-servers';

export interface TestDatabase {
  readonly url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A new database with every migration applied. Drop it in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = serverCoordinates('database');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  // template0 is never connected to, so that suites may create databases at once.
  await withClient(server, (client) => client.query(`CREATE DATABASE "${name}" TEMPLATE template0`));
  await withClient(url.toString(), applyMigrations);
  return {
    url: url.toString(),
    drop: async () => {
      await withClient(server, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    },
  };
}
