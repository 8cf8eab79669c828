import { createPrisma, type PrismaDatabase } from '@plumbline/platform';
import { aliasAt, moveAsRoot, RollbackChampion, type AuditTrail } from '@plumbline/registry-core';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import fc from 'fast-check';
import { AliasViewsQuery } from './alias-views.query';
import { PrismaRegistryUnitOfWork } from './prisma-registry-unit-of-work';

const T = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
const silent = (): AuditTrail => ({ record: async () => undefined });

describeWithServer('database', 'alias history in PostgreSQL', () => {
  let database: TestDatabase;
  let prisma: PrismaDatabase;

  beforeAll(async () => {
    database = await testDatabase();
    prisma = createPrisma(database.url, { applicationName: 'spec' });
    await prisma.model.create({ data: { name: 'm' } });
    await prisma.$executeRaw`
      INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
      SELECT 'm', v, v::text, 1, '{}', 'token:spec' FROM generate_series(1, 10000) AS v`;
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await database.drop();
  });

  const minutes = fc.integer({ min: -30, max: 80 });
  const history = fc.array(fc.record({ recordedAfter: fc.nat(5), backBy: fc.nat(20) }), { minLength: 1, maxLength: 8 });

  it('gives the answer of the pure definition, page by page in that order', async () => {
    let run = 0;
    const views = new AliasViewsQuery(prisma);
    await fc.assert(
      fc.asyncProperty(history, minutes, minutes, async (steps, at, knownAt) => {
        const alias = `a${++run}`;
        let minute = 0;
        const changes = steps.map(({ recordedAfter, backBy }, i) => {
          const changedAt = T((minute += recordedAfter));
          return { version: i + 1, changedAt, effectiveAt: T(minute - backBy) };
        });
        const plain = { model: 'm', alias, action: 'set', reason: 'r', actor: 'a' };
        for (const change of changes) await prisma.modelAliasChange.create({ data: { ...plain, ...change } });
        const filter = { at: T(at), knownAt: T(knownAt), limit: 1 };
        const { items, nextCursor } = await views.history('m', alias, filter);
        const expected = aliasAt(changes, T(at), T(knownAt));
        expect(items[0]?.version ?? null).toBe(expected?.version ?? null);
        if (nextCursor === null) return;
        const next = await views.history('m', alias, { ...filter, cursor: nextCursor });
        const rest = aliasAt(
          changes.filter((change) => change !== expected),
          T(at),
          T(knownAt),
        );
        expect(next.items[0]?.version).toBe(rest?.version);
      }),
      { numRuns: 40 },
    );
  });

  it('takes as long among 10,000 versions, each of which was champion before, as among ten', async () => {
    await prisma.model.create({ data: { name: 'small' } });
    await prisma.$executeRaw`
      INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
      SELECT 'small', v, v::text, 1, '{}', 'token:spec' FROM generate_series(1, 20) AS v`;
    await prisma.$executeRaw`
      INSERT INTO model_alias_change (model, alias, version, previous_version, action, reason, actor)
      SELECT 'm', 'champion', v, v - 1, 'promote', 'r', 'a' FROM generate_series(2, 10000) AS v`;
    const registry = new PrismaRegistryUnitOfWork(prisma, silent);
    const by = { reason: 'because', actor: 'a', person: 'a', role: 'admin', approvalId: '' };
    const rollback = new RollbackChampion(registry);
    const fastest = { m: { set: Infinity, back: Infinity }, small: { set: Infinity, back: Infinity } };
    const time = async (model: 'm' | 'small', what: 'set' | 'back', work: () => Promise<unknown>): Promise<void> => {
      const startedAt = performance.now();
      await work();
      fastest[model][what] = Math.min(fastest[model][what], performance.now() - startedAt);
    };
    // In turns, and the fastest counts: this machine runs other specs meanwhile.
    for (let version = 1; version <= 15; version += 1)
      for (const model of ['m', 'small'] as const)
        await time(model, 'set', () => moveAsRoot(registry, { model, alias: 'champion', version }));
    for (let times = 0; times < 10; times += 1)
      for (const model of ['m', 'small'] as const) await time(model, 'back', () => rollback.execute({ ...by, model }));
    expect(fastest.m.set).toBeLessThan(3 * fastest.small.set);
    expect(fastest.m.back).toBeLessThan(4 * fastest.small.back);
  });
});
