import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyAudit } from '@plumbline/governance-core';
import { parseVerifierKey, verifyConsistency, verifyInclusion } from '@plumbline/merkle';
import { createPool, createPrisma, type PrismaDatabase } from '@plumbline/platform';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { AUDIT_KEY_FILE, ensureAuditKey, type AuditKey } from './audit-key';
import { AuditLogQuery } from './audit-log.query';
import { AuditSequencer, checkpointFolder } from './audit-sequencer';
import { readCheckpoints } from './checkpoint-files';
import { PrismaAuditTrail } from './prisma-audit-trail';

const fact = (action: string) => ({ actor: 'token:ana', action, resourceType: 'model', resourceId: 'churn' }) as const;
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describeWithServer('database', 'audit log in PostgreSQL', () => {
  let database: TestDatabase;
  let pool: Pool;
  let prisma: PrismaDatabase;
  let dataDir: string;
  let key: AuditKey;
  let sequencer: AuditSequencer;
  let log: AuditLogQuery;

  const record = (action: string) => prisma.$transaction((tx) => new PrismaAuditTrail(tx).record(fact(action)));
  /** An entry in a transaction that stays open until `commit` is called. */
  const recordLate = async (action: string) => {
    let commit = (): void => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    let committed: Promise<void> = Promise.resolve();
    await new Promise<void>((written, failed) => {
      committed = prisma.$transaction(async (tx) => {
        await new PrismaAuditTrail(tx).record(fact(action));
        written();
        await held;
      });
      committed.catch(failed);
    });
    return () => (commit(), committed);
  };
  /** Any open transaction of the whole server, other suites' too, holds settling back for a while. */
  const sequenceTo = async (size: number, one = sequencer) => {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await one.sequence()).size === size) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the log did not grow to ${size} entries`);
  };
  const verify = async () => verifyAudit(await log.export(), await readCheckpoints(checkpointFolder(dataDir)));
  /** What only the owner of the database can do. */
  const asOwner = async (...statements: string[]) => {
    const client = await pool.connect();
    try {
      await client.query("SET session_replication_role = 'replica'");
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.query("SET session_replication_role = 'origin'");
      client.release();
    }
  };

  beforeEach(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'audit-'));
    pool = createPool(database.url);
    prisma = createPrisma(database.url);
    key = await ensureAuditKey(dataDir);
    sequencer = new AuditSequencer(pool, { key, dataDir });
    log = new AuditLogQuery(pool, key.verifierKey);
  });

  afterEach(async () => {
    await pool.end();
    await prisma.$disconnect();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  it('makes its key once, for its owner only, with the public half beside it', async () => {
    const { mode } = await stat(join(dataDir, AUDIT_KEY_FILE));
    expect(mode & 0o777).toBe(0o600);
    const again = await Promise.all([ensureAuditKey(dataDir), ensureAuditKey(dataDir)]);
    expect(again.map(({ verifierKey }) => verifierKey)).toEqual([key.verifierKey, key.verifierKey]);
    const kept = await readFile(join(dataDir, 'audit-key.pub'), 'utf8');
    expect(parseVerifierKey(kept).name).toBe('plumbline/audit');
  });

  it('takes the entries of committed transactions, none of one that was rolled back, and proves them', async () => {
    await record('first');
    await record('second');
    const undone = prisma.$transaction(async (tx) => {
      await new PrismaAuditTrail(tx).record(fact('undone'));
      throw new Error('the change failed');
    });
    await expect(undone).rejects.toThrow('the change failed');
    await sequenceTo(2);
    expect((await log.page({ limit: 10 })).items.map(({ seq, action }) => `${seq} ${action}`)).toEqual([
      '1 second',
      '0 first',
    ]);
    expect(await verify()).toMatchObject({ ok: true, entries: 2, provedSize: 2 });
  });

  it('gives gapless numbers although transactions commit late and several sequencers run', async () => {
    const second = new AuditSequencer(pool, { key, dataDir });
    const commitLate = await recordLate('late');
    await Promise.all(Array.from({ length: 20 }, (_, i) => record(`quick.${i}`)));
    await Promise.all([sequencer.sequence(), second.sequence()]);
    await commitLate();
    await record('last');
    await Promise.all([sequenceTo(22), sequenceTo(22, second)]);
    const { rows } = await pool.query<{ n: string; top: string }>(
      'SELECT count(*) AS n, max(seq) + 1 AS top FROM audit_leaf',
    );
    expect(rows).toEqual([{ n: '22', top: '22' }]);
    expect(await verify()).toMatchObject({ ok: true, entries: 22, provedSize: 22 });
  });

  it('proves inclusion and consistency against its signed roots', async () => {
    await record('one');
    await sequenceTo(1);
    const old = await log.checkpoint();
    await record('two');
    await record('three');
    await sequenceTo(3);
    const now = await log.checkpoint();
    const { leaf, proof } = await log.inclusion(1);
    const claim = { leafHash: bytes(leaf), index: 1, size: 3, root: bytes(now.root), proof: proof.map(bytes) };
    expect(verifyInclusion(claim)).toBe(true);
    const consistency = (await log.consistency(1)).proof.map(bytes);
    const roots = { oldRoot: bytes(old.root), newRoot: bytes(now.root) };
    expect(verifyConsistency({ oldSize: 1, newSize: 3, ...roots, proof: consistency })).toBe(true);
  });

  it('lets nobody change, delete or truncate entries by plain statements', async () => {
    await record('one');
    for (const statement of [
      "UPDATE audit_event SET actor = 'x'",
      'DELETE FROM audit_event',
      'TRUNCATE audit_event CASCADE',
    ])
      await expect(pool.query(statement)).rejects.toThrow('immutable');
  });

  describe('when the owner of the database tampers', () => {
    beforeEach(async () => {
      for (const action of ['one', 'two', 'three', 'four']) await record(action);
      await sequenceTo(4);
    });

    it('shows an edited envelope', async () => {
      await asOwner(
        `UPDATE audit_event SET envelope = jsonb_set(envelope, '{actor}', '"token:bob"') WHERE action = 'two'`,
      );
      expect(await verify()).toMatchObject({ ok: false, firstBroken: { seq: 1 } });
    });

    it('shows a deleted entry', async () => {
      await asOwner(`DELETE FROM audit_leaf WHERE seq = 2`, `DELETE FROM audit_event WHERE action = 'three'`);
      expect(await verify()).toMatchObject({ ok: false, firstBroken: { seq: 2 } });
    });

    it('shows a whole log that was rewritten, hashed and numbered anew, and signs nothing on top of it', async () => {
      await asOwner(
        'DELETE FROM audit_checkpoint',
        'DELETE FROM audit_leaf',
        `DELETE FROM audit_event WHERE action = 'two'`,
      );
      await expect(sequencer.sequence()).rejects.toMatchObject({ code: 'audit_forked' });
      const accomplice = new AuditSequencer(pool, { key, dataDir: join(dataDir, 'elsewhere') });
      await sequenceTo(3, accomplice);
      expect(verifyAudit(await log.export())).toMatchObject({ ok: true });
      expect(await verify()).toMatchObject({ ok: false, brokenCheckpoints: [{ size: 4 }] });
    });
  });
});
