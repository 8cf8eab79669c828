import { InMemoryRegistry } from '../store/registry-unit-of-work.fake';
import { ArchiveVersion } from './archive-version';
import { DeleteVersion } from './delete-version';
import { aVersion } from './model-version.builder';

const model = 'churn';
const by = { model, actor: 'token:ana', reason: 'too old' };

async function world() {
  const registry = new InMemoryRegistry();
  const change = (version: number) =>
    ({ alias: 'champion', version, previousVersion: null, action: 'promote', reason: 'r', actor: 'a' }) as const;
  await registry.run(async ({ models }) => {
    await models.lockOrCreate({ name: model, description: '', owner: '', simulated: false });
    for (const version of [1, 2, 3]) await models.insertVersion(aVersion({ model, version }));
    await models.putAlias({ model, alias: 'champion', version: 1 }, 0);
    for (const version of [2, 1]) await models.appendAliasChange(model, change(version));
  });
  const actions = () => registry.state.audit.map(({ action, resourceId }) => `${action} ${resourceId}`);
  return { registry, actions, archive: new ArchiveVersion(registry), remove: new DeleteVersion(registry) };
}

describe('DeleteVersion', () => {
  it('takes away what nothing points to, audits it, and never gives its number again', async () => {
    const { registry, remove, actions } = await world();
    await remove.execute({ ...by, version: 3 });
    expect(registry.state.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(actions()).toEqual(['version.deleted churn/3']);
  });

  it.each([
    ['is', 1],
    ['once was', 2],
  ])('refuses a version that an alias %s pointed to, and says to archive it', async (_, version) => {
    const { registry, remove, actions } = await world();
    await expect(remove.execute({ ...by, version })).rejects.toMatchObject({
      code: 'version_referenced',
      message: expect.stringContaining('archive it instead'),
    });
    expect([registry.state.versions.length, actions()]).toEqual([3, []]);
  });

  it('knows no version of another model or number', async () => {
    const { remove } = await world();
    await expect(remove.execute({ ...by, version: 9 })).rejects.toMatchObject({ code: 'version_not_found' });
    await expect(remove.execute({ ...by, model: 'x', version: 1 })).rejects.toMatchObject({ code: 'model_not_found' });
  });
});

describe('ArchiveVersion', () => {
  it('archives and unarchives once each, with the reason in the log', async () => {
    const { registry, archive, actions } = await world();
    const version = { ...by, version: 2 };
    expect([await archive.archive(version), await archive.archive(version)]).toEqual([true, false]);
    expect(await registry.run(({ models }) => models.isArchived(model, 2))).toBe(true);
    expect([await archive.unarchive(version), await archive.unarchive(version)]).toEqual([true, false]);
    expect(actions()).toEqual(['version.archived churn/2', 'version.unarchived churn/2']);
    expect(registry.state.audit[0]?.reason).toBe('too old');
  });

  it('does not archive what an alias points to, and wants a reason', async () => {
    const { archive, actions } = await world();
    await expect(archive.archive({ ...by, version: 1 })).rejects.toMatchObject({
      code: 'version_in_use',
      message: expect.stringContaining('alias champion'),
    });
    await expect(archive.archive({ ...by, version: 2, reason: ' ' })).rejects.toMatchObject({ code: 'reason_missing' });
    expect(actions()).toEqual([]);
  });
});
