import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { inTransaction } from '../database/in-transaction';
import { hashToken, newToken } from './token';

export const ADMIN_TOKEN_FILE = 'admin-token';

/**
 * Makes the one admin token good and any earlier one bad. A fixed token is not written to disk.
 * @returns the token, for the sign-in link and the CLI
 */
export async function ensureAdminToken(pool: Pool, dataDir: string, fixedToken?: string): Promise<string> {
  const token = fixedToken ?? (await keptToken(dataDir));
  const hash = hashToken(token);
  await inTransaction(pool, async (client) => {
    await client.query(
      `UPDATE api_token SET revoked_at = now() WHERE name = 'admin' AND hash <> $1 AND revoked_at IS NULL`,
      [hash],
    );
    await client.query(
      `INSERT INTO api_token (id, name, hash, role) VALUES ($1, 'admin', $2, 'admin')
       ON CONFLICT (hash) DO UPDATE SET name = 'admin', role = 'admin', kind = 'api', models = ARRAY['*'], user_id = NULL,
         created_by = 'system:start', expires_at = NULL, revoked_at = NULL`,
      [uuidv7(), hash],
    );
  });
  return token;
}

/** Two processes that start at once agree: the first to link its file under the name decides. */
async function keptToken(dataDir: string): Promise<string> {
  const path = join(dataDir, ADMIN_TOKEN_FILE);
  await mkdir(dataDir, { recursive: true });
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept.trim()) {
    await chmod(path, 0o600);
    return kept.trim();
  }
  const temporary = `${path}.${uuidv7()}.tmp`;
  await writeFile(temporary, `${newToken()}\n`, { flag: 'wx', mode: 0o600, flush: true });
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!(await readFile(path, 'utf8')).trim()) await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
