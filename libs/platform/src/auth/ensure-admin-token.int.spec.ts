import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { createPool } from '../database/create-pool';
import { ADMIN_TOKEN_FILE, ensureAdminToken } from './ensure-admin-token';
import { PgTokenStore } from './pg-token.store';
import { TokenVerifier } from './token-verifier';

describeWithServer('database', 'ensureAdminToken', () => {
  let database: TestDatabase;
  let pool: Pool;
  let dataDir: string;
  const verify = (token: string) => new TokenVerifier(new PgTokenStore(pool)).verify(token);
  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'plumbline-token-')), 'data');
    await pool.query('DELETE FROM api_token');
  });
  afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }));

  it('makes a token that only its owner can read, and keeps it', async () => {
    const token = await ensureAdminToken(pool, dataDir);
    expect(await ensureAdminToken(pool, dataDir)).toBe(token);
    expect(await verify(token)).toMatchObject({ name: 'admin', role: 'admin', person: 'token:admin' });
    const file = join(dataDir, ADMIN_TOKEN_FILE);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim()).toBe(token);
    expect(readdirSync(dataDir)).toEqual([ADMIN_TOKEN_FILE]);
    const { rows } = await pool.query('SELECT * FROM api_token');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('agrees on one token when several services start at once', async () => {
    const tokens = await Promise.all([1, 2, 3, 4].map(() => ensureAdminToken(pool, dataDir)));
    expect(new Set(tokens).size).toBe(1);
  });

  it('takes a fixed token, writes it nowhere, and ends the one before', async () => {
    const kept = await ensureAdminToken(pool, dataDir);
    expect(await ensureAdminToken(pool, dataDir, 'fixed-by-the-operator')).toBe('fixed-by-the-operator');
    expect(await verify('fixed-by-the-operator')).toMatchObject({
      name: 'admin',
      role: 'admin',
      person: 'token:admin',
    });
    await expect(verify(kept)).rejects.toMatchObject({ code: 'token_invalid' });
    expect(readFileSync(join(dataDir, ADMIN_TOKEN_FILE), 'utf8')).not.toContain('fixed');
    expect(await ensureAdminToken(pool, dataDir)).toBe(kept);
    expect(await verify(kept)).toMatchObject({ name: 'admin', role: 'admin', person: 'token:admin' });
    await expect(verify('fixed-by-the-operator')).rejects.toMatchObject({ code: 'token_invalid' });
  });
});
