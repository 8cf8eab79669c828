import { anApprovalWorld, MODEL } from '../approvals/approval-world.builder';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const correction = { model: MODEL, alias: 'champion', reason: 'the log of the old system', actor: 'token:root' };

describe('RemoveAlias', () => {
  it('takes the name away, and its revisions go on when it comes back', async () => {
    const { set, remove, registry } = await anApprovalWorld(null);
    await set('challenger', 2);
    expect(await remove('challenger')).toMatchObject({ previousVersion: 2 });
    expect(registry.state.changes.at(-1)).toMatchObject({ action: 'remove', version: null, previousVersion: 2 });
    expect((await set('challenger', 3)).alias.revision).toBe(3);
    await expect(remove('nobody')).rejects.toMatchObject({ code: 'alias_not_found' });
  });

  it('never takes what serves, nor a protected name', async () => {
    const rule = { alias: 'staging', approvals: 1, roles: ['admin'] };
    const { remove, set, putPolicy } = await anApprovalWorld(null);
    await set('staging', 2);
    await putPolicy({ protected: [rule] });
    await expect(remove('champion')).rejects.toMatchObject({ code: 'champion_serves' });
    await expect(remove('staging')).rejects.toMatchObject({ code: 'alias_protected' });
  });
});

describe('setting an alias', () => {
  it('refuses a name that reads like a version, and an archived version', async () => {
    const { set, registry } = await anApprovalWorld(null);
    await expect(set('v2', 2)).rejects.toMatchObject({ code: 'alias_name_invalid' });
    await registry.run(({ models }) => models.archive({ model: MODEL, version: 2, reason: 'r', actor: 'a' }));
    await expect(set('challenger', 2)).rejects.toMatchObject({ code: 'version_archived', kind: 'conflict' });
  });
});

describe('CorrectAlias', () => {
  async function corrected() {
    const world = await anApprovalWorld(null);
    await world.promoteDirectly(2);
    const [first] = world.registry.state.changes.map(({ effectiveAt }) => effectiveAt);
    const execute = (change: object = {}) =>
      world.correct.execute({
        ...correction,
        version: 3,
        effectiveAt: new Date(first as Date),
        role: 'admin',
        ...change,
      });
    return { ...world, execute };
  }

  it('writes a new record of now and leaves the present and the earlier records alone', async () => {
    const { execute, registry, champion } = await corrected();
    const before = structuredClone(registry.state.changes);
    expect(await execute()).toMatchObject({ version: 2, revision: 2 });
    expect(registry.state.changes.slice(0, -1)).toEqual(before);
    expect(registry.state.changes.at(-1)).toMatchObject({
      ...{ action: 'correct', version: 3, previousVersion: 1, evidence: { believedVersion: 1 } },
    });
    expect(registry.state.changes.at(-1)?.changedAt.getTime()).toBeGreaterThan(at(3).getTime());
    expect(champion()).toMatchObject({ version: 2, revision: 2 });
  });

  it('is no way to move the present, and no one but an admin may', async () => {
    const { execute } = await corrected();
    await expect(execute({ effectiveAt: at(59) })).rejects.toMatchObject({ code: 'correction_not_past' });
    await expect(execute({ role: 'engineer' })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(execute({ version: 9 })).rejects.toMatchObject({ code: 'version_not_found' });
  });

  it('does not lead a rollback to a version that never served', async () => {
    const { execute, rollback } = await corrected();
    await execute();
    expect(await rollback()).toMatchObject({ alias: { version: 1 } });
  });
});
