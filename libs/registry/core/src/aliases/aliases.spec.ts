import { moveAsRoot } from '../approvals/root-moves.builder';
import { InMemoryRegistry } from '../store/registry-unit-of-work.fake';
import { PutPolicy } from '../policies/put-policy';
import { aVersion } from '../versions/model-version.builder';
import { versionFates } from '../versions/version-fate';
import { RollbackChampion } from './rollback-champion';

const model = 'churn';
const by = { model, actor: 'token:ana', reason: 'because' };

async function world(versions = 3) {
  let minute = 0;
  const registry = new InMemoryRegistry(() => new Date(Date.UTC(2026, 0, 1, 0, ++minute)));
  await registry.run(async ({ models }) => {
    await models.lockOrCreate({ name: model, description: '', owner: '', simulated: false });
    for (let version = 1; version <= versions; version += 1)
      await models.insertVersion(aVersion({ model, version, artifactDigest: `d${version}` }));
  });
  const rollback = new RollbackChampion(registry);
  return {
    registry,
    promote: (version: number, expectedRevision?: number) => {
      const seen = expectedRevision === undefined ? {} : { expectedRevision };
      return moveAsRoot(registry, { model, alias: 'champion', version, ...seen });
    },
    rollback: async () => {
      const approvalId = 'none';
      const outcome = await rollback.execute({ ...by, person: by.actor, role: 'admin', approvalId });
      return outcome.kind === 'moved' ? outcome.alias.version : outcome.kind;
    },
    changes: () => registry.state.changes.slice().reverse(),
  };
}

describe('a promotion', () => {
  it('moves the champion, remembers the one before, and audits it', async () => {
    const { promote, registry } = await world();
    await promote(1);
    expect((await promote(2)).alias).toMatchObject({ version: 2, revision: 2 });
    expect(registry.state.changes.at(-1)).toMatchObject({ action: 'promote', previousVersion: 1, reason: 'because' });
    expect(registry.state.audit.at(-1)).toMatchObject({ action: 'alias.promoted', resourceId: 'churn/champion' });
  });

  it('changes nothing when the version is the champion already', async () => {
    const { promote, registry } = await world();
    await promote(1);
    expect(await promote(1)).toMatchObject({ changed: false, alias: { revision: 1 } });
    expect(registry.state.audit).toHaveLength(1);
  });

  it('refuses a stale revision and tells the present one', async () => {
    const { promote } = await world();
    await promote(1);
    await promote(2);
    await expect(promote(3, 1)).rejects.toMatchObject({ code: 'revision_stale', details: { presentRevision: 2 } });
    expect((await promote(3, 2)).alias.revision).toBe(3);
  });

  it('refuses an unknown version, an unknown model and a change without a reason', async () => {
    const { promote, registry } = await world();
    await expect(promote(9)).rejects.toMatchObject({ code: 'version_not_found' });
    const refused = (change: object) =>
      expect(moveAsRoot(registry, { model, alias: 'champion', version: 1, ...change })).rejects;
    await refused({ model: 'nope' }).toMatchObject({ code: 'model_not_found' });
    await refused({ reason: '  ' }).toMatchObject({ code: 'reason_missing' });
    expect(registry.state.audit).toEqual([]);
  });
});

describe('RollbackChampion', () => {
  it('goes back along the line of champions and never to a version that was rolled back', async () => {
    const { promote, rollback } = await world();
    for (const version of [1, 2, 3]) await promote(version);
    expect(await rollback()).toBe(2);
    expect(await rollback()).toBe(1);
    await expect(rollback()).rejects.toMatchObject({ code: 'no_previous_champion' });
  });

  it('returns to the version that stood before the latest promotion', async () => {
    const { promote, rollback } = await world();
    for (const version of [1, 2]) await promote(version);
    await rollback();
    await promote(3);
    expect(await rollback()).toBe(1);
  });

  it('has nowhere to go with a single champion', async () => {
    const { promote, rollback } = await world();
    await promote(1);
    await expect(rollback()).rejects.toMatchObject({ code: 'no_previous_champion' });
  });
});

describe('another alias', () => {
  it('is kept apart from the champion', async () => {
    const { registry, promote } = await world();
    await promote(1);
    await moveAsRoot(registry, { model, alias: 'staging', version: 3 });
    expect(registry.state.aliases.map(({ alias, version }) => `${alias}=${version}`)).toEqual([
      'champion=1',
      'staging=3',
    ]);
  });
});

describe('versionFates', () => {
  it('is the last thing that happened to a version', async () => {
    const { promote, rollback, changes } = await world();
    for (const version of [1, 2, 3]) await promote(version);
    await rollback();
    const at = new Date(Date.UTC(2026, 1, 1));
    const trials = [
      { candidateVersion: 4, state: 'rolled_back', endedAt: at },
      { candidateVersion: 5, state: 'superseded', endedAt: at },
      { candidateVersion: 6, state: 'running', endedAt: null },
    ];
    expect(Object.fromEntries(versionFates(changes().reverse(), trials))).toEqual({
      ...{ 1: 'was_champion', 2: 'champion', 3: 'rolled_back' },
      ...{ 4: 'rolled_back', 5: 'superseded', 6: 'candidate' },
    });
  });
});

describe('PutPolicy', () => {
  it('writes revisions one after the other and audits before and after', async () => {
    const { registry } = await world();
    const put = new PutPolicy(registry);
    const command = { model, kind: 'monitor', actor: 'token:ana', role: 'engineer' };
    expect(await put.execute({ ...command, body: { a: 1 } })).toMatchObject({ revision: 1 });
    expect(await put.execute({ ...command, body: { a: 2 }, expectedRevision: 1 })).toMatchObject({ revision: 2 });
    await expect(put.execute({ ...command, body: {}, expectedRevision: 1 })).rejects.toMatchObject({
      code: 'revision_stale',
    });
    expect(registry.state.audit.at(-1)?.detail).toMatchObject({ revision: 2, before: { a: 1 }, after: { a: 2 } });
  });
});
