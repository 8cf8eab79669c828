// Applies prisma/migrations in order and keeps Prisma's own `_prisma_migrations` rows, so that Prisma's command line
// agrees with what was done here. Starting the product needs no engine at all, only `pg`.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The advisory lock that Prisma itself takes, so that the two never migrate at once. */
const PRISMA_LOCK = 72707369;
const DEFAULT_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

function readMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => {
      const sql = readFileSync(join(folder, entry.name, 'migration.sql'), 'utf8');
      return { name: entry.name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isApplied(migration, ledger) {
  const row = ledger.get(migration.name);
  if (!row) return false;
  if (!row.finished_at)
    throw new Error(
      `Migration ${migration.name} failed earlier. Mend the database, then delete its row in _prisma_migrations.`,
    );
  if (row.checksum !== migration.checksum)
    throw new Error(
      `Migration ${migration.name} was edited after it was applied. Restore it and add a new one instead.`,
    );
  return true;
}

async function apply(client, { name, sql, checksum }) {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [
      id,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    // Rolled back whole: forget the attempt, so that the next start tries again.
    await client.query('DELETE FROM _prisma_migrations WHERE id = $1', [id]);
    throw new Error(`Migration ${name} failed and was undone: ${error.message}`, { cause: error });
  }
}

/** @returns {Promise<string[]>} names of the migrations applied now; throws, with nothing half-applied, when one fails */
export async function migrate(connectionString, folder = DEFAULT_FOLDER) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(LEDGER);
    const { rows } = await client.query(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    const ledger = new Map(rows.map((row) => [row.migration_name, row]));
    const pending = readMigrations(folder).filter((migration) => !isApplied(migration, ledger));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const applied = await migrate(process.env.DATABASE_URL);
  process.stdout.write(applied.length ? `applied ${applied.join(', ')}\n` : 'nothing to apply\n');
}
