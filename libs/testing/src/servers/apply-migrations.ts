import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase } from 'pg';

const FOLDER = join(__dirname, '../../../../prisma/migrations');

/** The SQL of all migrations in order, without the ledger that tools/prisma/migrate.mjs keeps: a test database never upgrades. */
export async function applyMigrations(client: ClientBase): Promise<void> {
  const files = readdirSync(FOLDER)
    .map((name) => join(FOLDER, name, 'migration.sql'))
    .filter((file) => existsSync(file))
    .sort();
  for (const file of files) await client.query(readFileSync(file, 'utf8'));
}
