import { aPerson, anApprovalWorld, championRule, MODEL } from './approval-world.builder';

const ana = aPerson('ana', 'engineer');
const bob = aPerson('bob');
const carol = aPerson('carol', 'admin');

async function asked(version = 2, policy?: object) {
  const world = await anApprovalWorld(policy);
  const outcome = await world.propose(version, ana);
  if (outcome.kind !== 'awaits') throw new TypeError('it is protected');
  return { ...world, id: outcome.request.id };
}

describe('a protected alias', () => {
  it('does not move when it is asked for, and says what it waits for', async () => {
    const { champion, request, id } = await asked();
    expect(champion()).toMatchObject({ version: 1, revision: 1 });
    expect(request(id)).toMatchObject({
      ...{ state: 'open', requester: 'user:ana', approvalsNeeded: 2, artifactDigest: 'd2' },
      ...{ gateReportDigest: null, cardRevision: 0, aliasRevision: 1 },
    });
  });

  it('moves with the last approval, with all the evidence in its history', async () => {
    const { approve, champion, registry, request, id, auditActions } = await asked();
    expect((await approve(id, bob)).moved).toBeNull();
    expect((await approve(id, carol)).moved).toMatchObject({ changed: true, alias: { version: 2, revision: 2 } });
    expect(champion()).toMatchObject({ version: 2 });
    expect(request(id)).toMatchObject({ state: 'applied', closedAt: expect.any(Date) });
    expect(registry.state.changes.at(-1)).toMatchObject({
      ...{ action: 'promote', reason: 'because', actor: 'token:carol' },
      evidence: {
        ...{ approvalId: id, requester: 'user:ana', approvers: ['user:bob', 'user:carol'] },
        ...{ artifactDigest: 'd2', gateReportDigest: null, cardRevision: 0 },
      },
    });
    expect(auditActions().slice(-5)).toEqual([
      'approval.requested',
      'approval.approved',
      'approval.approved',
      'alias.promoted',
      'approval.applied',
    ]);
  });

  it('is not moved at once by anybody, an admin neither, and not taken away', async () => {
    const { propose, remove, champion } = await asked();
    const root = aPerson('root', 'admin');
    expect(await propose(3, root)).toMatchObject({ kind: 'awaits', request: { requester: 'user:root' } });
    await expect(remove('champion')).rejects.toMatchObject({ code: 'champion_serves' });
    expect(champion()).toMatchObject({ version: 1 });
  });

  it('refuses the requester, with whichever token', async () => {
    const { approve, id, champion } = await asked(2, { protected: [championRule(1)] });
    const second = { ...ana, actor: 'token:ana-laptop', role: 'approver' };
    await expect(approve(id, second)).rejects.toMatchObject({ code: 'approval_own', kind: 'forbidden' });
    expect(champion()).toMatchObject({ version: 1 });
  });

  it('counts one person once, also with a second token', async () => {
    const { approve, id } = await asked();
    await approve(id, bob);
    const again = { ...bob, actor: 'token:bob-ci' };
    await expect(approve(id, again)).rejects.toMatchObject({ code: 'approval_repeated' });
  });

  it('counts only the roles of the policy', async () => {
    const { approve, reject, id } = await asked();
    const dan = aPerson('dan', 'engineer');
    await expect(approve(id, dan)).rejects.toMatchObject({ code: 'approver_role' });
    await expect(reject(id, dan)).rejects.toMatchObject({ code: 'approver_role' });
  });

  it('gives who asks for the same again the request there is', async () => {
    const { propose, id } = await asked();
    expect(await propose(2, bob)).toMatchObject({ kind: 'awaits', created: false, request: { id } });
    expect(await propose(3, bob)).toMatchObject({ kind: 'awaits', created: true });
    expect(await propose(1, bob)).toMatchObject({ kind: 'moved', changed: false });
  });

  it('is closed for good by a rejection or a withdrawal', async () => {
    const { approve, reject, withdraw, id, propose, request } = await asked();
    await reject(id, bob);
    expect(request(id)).toMatchObject({ state: 'rejected', stateReason: 'looked at it' });
    await expect(approve(id, carol)).rejects.toMatchObject({ code: 'approval_closed' });
    const next = await propose(2, ana);
    const nextId = next.kind === 'awaits' ? next.request.id : '';
    await expect(withdraw(nextId, bob)).rejects.toMatchObject({ code: 'approval_not_yours' });
    await withdraw(nextId, ana);
    expect(request(nextId)).toMatchObject({ state: 'withdrawn' });
  });

  it('applies once when the last two approvals come at the same time', async () => {
    const { approve, id, registry } = await asked(2, { protected: [championRule(1)] });
    const both = await Promise.allSettled([approve(id, bob), approve(id, carol)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(registry.state.changes.filter(({ version }) => version === 2)).toHaveLength(1);
  });
});

describe('an approval', () => {
  const archive = (world: Awaited<ReturnType<typeof asked>>) =>
    world.registry.run(({ models }) =>
      models.archive({ model: MODEL, version: 2, reason: 'wrong data', actor: 'token:root' }),
    );

  it.each<[string, (world: Awaited<ReturnType<typeof asked>>) => Promise<unknown>, RegExp]>([
    ['the card is revised', (w) => w.put('card', 2, { limitations: 'new' }), /card of version 2 is at revision 1/],
    ['the gate report is', (w) => w.put('gate_report', 2, { gates: [] }), /gate report of version 2/],
    ['the alias moves', (w) => w.rollback(), /champion moved/],
    ['the version is archived', archive, /version 2 was archived/],
    ['the protection goes', (w) => w.putPolicy({ protected: [] }), /champion is no longer protected/],
    ['it takes more approvals', (w) => w.putPolicy({ protected: [championRule(3)] }), /champion needs 3/],
    ['other roles count', (w) => w.putPolicy({ protected: [championRule(2, ['admin'])] }), /by admin/],
  ])('is void when %s', async (_, change, why) => {
    const world = await anApprovalWorld(null);
    await world.promoteDirectly(3);
    await world.putPolicy({ protected: [championRule()] });
    const outcome = await world.propose(2, ana);
    const id = outcome.kind === 'awaits' ? outcome.request.id : '';
    await world.approve(id, bob);
    await change({ ...world, id });
    const last = await world.approve(id, carol).then(
      ({ moved, request }) => moved ?? request.state,
      ({ code }: { code: string }) => code,
    );
    expect(['void', 'approval_closed']).toContain(last);
    expect(world.request(id)).toMatchObject({ state: 'void', stateReason: expect.stringMatching(why) });
    expect(world.champion()?.version).not.toBe(2);
  });

  it('stands when another version or another alias is changed', async () => {
    const { put, set, id, request } = await asked();
    await put('card', 3, { limitations: 'of another' });
    await set('challenger', 3);
    expect(request(id)).toMatchObject({ state: 'open' });
  });

  it('of one of two versions voids the other, since the alias moved', async () => {
    const { propose, approve, id, request } = await asked(2, { protected: [championRule(1)] });
    await propose(3, ana);
    expect((await approve(id, bob)).voided).toMatchObject([{ id: 'request-2', state: 'void' }]);
    expect(request('request-2')).toMatchObject({ stateReason: 'alias champion moved to version 2' });
  });
});

describe('who may change the protection', () => {
  it('is an admin where it becomes weaker, with both sides in the audit log', async () => {
    const { putPolicy, registry } = await asked();
    await expect(putPolicy({ protected: [] }, 'engineer')).rejects.toMatchObject({ kind: 'forbidden' });
    await putPolicy({ protected: [championRule(3)] }, 'engineer');
    await putPolicy({ protected: [championRule(1)] });
    const written = registry.state.audit.findLast(({ action }) => action === 'policy.changed');
    expect(written?.detail).toMatchObject({
      before: { protected: [championRule(3)] },
      after: { protected: [championRule(1)] },
      weakened: ['champion needs 1 instead of 3'],
    });
  });
});

describe('an unprotected alias', () => {
  it('is moved at once: what serves by an admin only, others by whoever makes versions', async () => {
    const { propose, champion } = await anApprovalWorld(null);
    await expect(propose(2, ana)).rejects.toMatchObject({ code: 'role_forbidden' });
    expect(await propose(2, ana, 'challenger')).toMatchObject({ kind: 'moved', alias: { alias: 'challenger' } });
    expect(await propose(2, aPerson('root', 'admin'))).toMatchObject({ kind: 'moved' });
    expect(champion()).toMatchObject({ version: 2 });
  });
});

describe('a rollback of a protected champion', () => {
  const twoChampions = async (policy: object) => {
    const world = await anApprovalWorld(null);
    await world.promoteDirectly(2);
    await world.putPolicy(policy);
    return world;
  };

  it('is an emergency brake that waits for nobody, and says so', async () => {
    const { rollback, registry } = await twoChampions({ protected: [championRule()] });
    expect(await rollback()).toMatchObject({ kind: 'moved', alias: { version: 1 } });
    expect(registry.state.changes.at(-1)).toMatchObject({ action: 'rollback', evidence: { emergencyBrake: true } });
  });

  it('waits where the policy says so, and is a rollback when it is approved', async () => {
    const policy = { protected: [championRule(1)], rollbackNeedsApproval: true };
    const { rollback, approve, registry } = await twoChampions(policy);
    expect(await rollback(ana)).toMatchObject({ kind: 'awaits', request: { version: 1 } });
    await approve('request-1', bob);
    expect(registry.state.changes.at(-1)).toMatchObject({ action: 'rollback', version: 1 });
  });
});
