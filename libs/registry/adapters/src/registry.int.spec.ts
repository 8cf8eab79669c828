import { createPool, createPrisma, type PrismaDatabase } from '@plumbline/platform';
import {
  aVersion,
  FakeAdmission,
  InMemoryRegistry,
  moveAsRoot,
  RegisterVersion,
  RollbackChampion,
  type AuditTrail,
  type RegistryUnitOfWork,
  type RegisterVersionCommand,
} from '@plumbline/registry-core';
import { describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { AliasViewsQuery } from './alias-views.query';
import { PrismaRegistryUnitOfWork } from './prisma-registry-unit-of-work';
import { RegistryViewsQuery } from './registry-views.query';

const signature: RegisterVersionCommand['signature'] = {
  schemaVersion: 1,
  task: 'binary',
  features: [
    { name: 'a', type: 'number', required: true },
    { name: 'b', type: 'number', required: true },
  ],
  inputs: [{ name: 'features', elementType: 'float', features: ['a', 'b'] }],
  output: {
    scoreTensor: 'probabilities',
    scoreColumn: 0,
    classes: ['no', 'yes'],
    positiveClass: 'yes',
    threshold: 0.5,
  },
  label: 'y',
  protectedAttributes: [],
};

/** An entry a table of its own would hold; here a row that shares the transaction is enough to see it roll back. */
const auditIn = (tx: { $executeRaw: PrismaDatabase['$executeRaw'] }): AuditTrail => ({
  record: async ({ action, resourceId }) => {
    if (action === 'version.registered' && resourceId.startsWith('unlucky')) throw new Error('the audit log is full');
    await tx.$executeRaw`INSERT INTO dead_letter (topic, partition, record_offset, reason, payload)
      VALUES ('audit', 0, 0, ${action}, ${resourceId})`;
  },
});

const tensor = { kind: 'tensor', elementType: 'float' };
const graph = {
  inputs: [{ ...tensor, name: 'features', shape: ['N', 2] }],
  outputs: [{ ...tensor, name: 'probabilities', shape: ['N', 1] }],
};

describeWithServer('database', 'registry in PostgreSQL', () => {
  let database: TestDatabase;
  let prisma: PrismaDatabase;
  let pool: Pool;
  let unitOfWork: RegistryUnitOfWork;

  beforeAll(async () => {
    database = await testDatabase();
    prisma = createPrisma(database.url);
    pool = createPool(database.url);
    unitOfWork = new PrismaRegistryUnitOfWork(prisma, auditIn);
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await pool.end();
    await database.drop();
  });

  const register = (model: string, weight: number, changes: Partial<RegisterVersionCommand> = {}) =>
    new RegisterVersion({
      admission: new FakeAdmission({ inspection: { graph } }),
      profile: () => ({ reference: {}, metrics: {}, metricIntervals: {} }),
      // A file is its path here.
      artifacts: { putFile: async (path) => ({ digest: path, bytes: path.length }) },
      unitOfWork,
    }).execute({
      ...{ model, signature, actor: 'token:ana' },
      artifact: { model: `model-${weight}`, external: new Map() },
      ...changes,
    });
  const promote = (model: string, version: number, expectedRevision?: number) =>
    moveAsRoot(unitOfWork, {
      ...{ model, alias: 'champion', version },
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    });

  it('numbers versions that are registered at once without gaps, each with its audit entry', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, (_, i) => register('crowd', i + 1)));
    expect(made.map(({ version }) => version.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(
      Number((await pool.query(`SELECT count(*) AS n FROM dead_letter WHERE payload LIKE 'crowd/%'`)).rows[0].n),
    ).toBe(8);
  });

  it('registers the same artifact once when it is sent many times at once', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => register('same', 1)));
    expect(made.filter(({ alreadyRegistered }) => !alreadyRegistered)).toHaveLength(1);
    expect(new Set(made.map(({ version }) => version.version))).toEqual(new Set([1]));
  });

  it('lets exactly one of several changes with the same If-Match win', async () => {
    for (const weight of [1, 2, 3, 4]) await register('race', weight);
    await promote('race', 1);
    const tries = await Promise.allSettled([2, 3, 4].map((version) => promote('race', version, 1)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const tried of tries)
      if (tried.status === 'rejected') expect(tried.reason).toMatchObject({ code: 'revision_stale' });
    const { rows } = await pool.query(`SELECT revision FROM model_alias WHERE model = 'race'`);
    expect(rows).toEqual([{ revision: 2 }]);
    expect(
      Number((await pool.query(`SELECT count(*) AS n FROM model_alias_change WHERE model = 'race'`)).rows[0].n),
    ).toBe(2);
  });

  it('does not write over an alias that moved since it was read, whoever holds no lock', async () => {
    await register('cas', 1);
    await register('cas', 2);
    await unitOfWork.run(async ({ models }) => {
      expect(await models.putAlias({ model: 'cas', alias: 'champion', version: 1 }, 0)).toMatchObject({ revision: 1 });
      expect(await models.putAlias({ model: 'cas', alias: 'champion', version: 2 }, 0)).toBeNull();
      expect(await models.putAlias({ model: 'cas', alias: 'champion', version: 2 }, 1)).toMatchObject({
        version: 2,
        revision: 2,
      });
      expect(await models.putAlias({ model: 'cas', alias: 'champion', version: 1 }, 1)).toBeNull();
    });
  });

  it('writes no version when its audit entry can not be written', async () => {
    await expect(register('unlucky', 1)).rejects.toThrow('the audit log is full');
    const { rows } = await pool.query(`SELECT name FROM model WHERE name = 'unlucky'`);
    expect(rows).toEqual([]);
  });

  it('keeps a registered version from being changed, and from being deleted once something pointed to it', async () => {
    await register('fixed', 1);
    await expect(pool.query(`UPDATE model_version SET metrics = '{}' WHERE model = 'fixed'`)).rejects.toThrow(
      'immutable',
    );
    await promote('fixed', 1);
    await expect(pool.query(`DELETE FROM model_version WHERE model = 'fixed'`)).rejects.toThrow('referenced');
  });

  it('shows versions with their fate, aliases with their history', async () => {
    const views = new RegistryViewsQuery(prisma);
    for (const weight of [1, 2, 3]) await register('shown', weight);
    await promote('shown', 1);
    await promote('shown', 2);
    await new RollbackChampion(unitOfWork).execute({
      ...{
        model: 'shown',
        reason: 'too many errors',
        actor: 'token:ana',
        person: 'ana',
        role: 'admin',
        approvalId: 'none',
      },
    });
    const { items } = await views.versions('shown', null, 10);
    expect(items.map(({ version, fate }) => `${version} ${fate}`)).toEqual([
      '3 registered',
      '2 rolled_back',
      '1 champion',
    ]);
    const history = await new AliasViewsQuery(prisma).history('shown', 'champion', { limit: 10 });
    const [latest] = history.items;
    expect(latest).toMatchObject({ version: 1, previousVersion: 2, action: 'rollback', reason: 'too many errors' });
    expect(await views.model('shown')).toMatchObject({ championVersion: 1, latestVersion: 3, hasReference: false });
    const first = await views.versions('shown', null, 2);
    expect(first.nextCursor).toBe('2');
    expect((await views.versions('shown', Number(first.nextCursor), 2)).items.map(({ version }) => version)).toEqual([
      1,
    ]);
  });

  describe.each(['fake', 'PostgreSQL'])('store conformance: %s', (kind) => {
    const store = () => (kind === 'fake' ? new InMemoryRegistry() : unitOfWork);

    it('locks only a model that exists, and remembers aliases, changes and policies newest first', async () => {
      const model = 'conform';
      await store().run(async ({ models }) => {
        expect(await models.lock(model)).toBe(false);
        await models.lockOrCreate({ name: model, description: '', owner: '', simulated: false });
        expect(await models.lock(model)).toBe(true);
        expect([await models.latestVersion(model), await models.findAlias(model, 'x')]).toEqual([0, null]);
        for (const version of [1, 2]) await models.insertVersion(aVersion({ model, version, artifactDigest: 'same' }));
        expect((await models.findByArtifact(model, 'same')).map(({ version }) => version)).toEqual([2, 1]);
        const archived = { model, version: 2, reason: 'old', actor: 'a' };
        await models.archive(archived);
        expect([await models.isArchived(model, 1), await models.isArchived(model, 2)]).toEqual([false, true]);
        await models.unarchive(model, 2);
        expect(await models.isArchived(model, 2)).toBe(false);
        expect(await models.takeVersionNumber(model)).toBe(3);
        await models.insertVersion(aVersion({ model, version: 3 }));
        await models.archive({ ...archived, version: 3 });
        expect(await models.deleteVersion(model, 3)).toBe(true);
        expect([await models.latestVersion(model), await models.takeVersionNumber(model)]).toEqual([2, 4]);
        for (const version of [1, 2]) {
          await models.putAlias({ model, alias: 'x', version }, version - 1);
          const change = { alias: 'x', version, previousVersion: null, action: 'set' as const };
          await models.appendAliasChange(model, { ...change, reason: 'r', actor: 'a' });
          await models.insertPolicy({ model, kind: 'gate', revision: version, body: { version }, actor: 'a' });
        }
        expect(await models.findAlias(model, 'x')).toMatchObject({ version: 2, revision: 2 });
        expect((await models.aliasChanges(model, 'x')).map(({ version }) => version)).toEqual([2, 1]);
        expect([await models.deleteVersion(model, 2), await models.latestVersion(model)]).toEqual([false, 2]);
        expect(await models.findPolicy(model, 'gate')).toMatchObject({ revision: 2, body: { version: 2 } });
      });
    });
  });
});
