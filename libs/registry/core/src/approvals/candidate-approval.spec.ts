import { aPerson, anApprovalWorld, championRule, MODEL } from './approval-world.builder';

const bob = aPerson('bob');
const command = {
  ...{ model: MODEL, version: 2, reason: 'rollout r: better', actor: 'system:rollout-controller', rolloutId: 'r' },
  rolloutStartedAt: new Date(Date.UTC(2026, 0, 1)),
};
const first = { ...command, approvalId: 'request-a' };
const second = { ...command, approvalId: 'request-b' };

describe('CandidateApproval', () => {
  it('promotes at once where the champion is free, once', async () => {
    const { candidate, champion, registry } = await anApprovalWorld(null);
    expect(await candidate.clear(first)).toEqual({ kind: 'free', approved: null });
    expect(await candidate.promote(first)).toMatchObject({ kind: 'promoted', moved: { changed: true } });
    expect(await candidate.promote(first)).toMatchObject({ kind: 'promoted', moved: { changed: false } });
    expect(champion()).toMatchObject({ version: 2 });
    expect(registry.state.changes.at(-1)?.evidence).toMatchObject({ rolloutId: 'r', artifactDigest: 'd2' });
  });

  it('asks once, waits, and carries out what was approved itself', async () => {
    const { candidate, approve, champion, registry, request } = await anApprovalWorld({ protected: [championRule(1)] });
    expect(await candidate.clear(first)).toMatchObject({
      ...{ kind: 'waits', created: true },
      reason: 'waits for 1 approval (approval request request-a)',
    });
    expect(await candidate.promote(second)).toMatchObject({ kind: 'waits', created: false });
    expect((await approve('request-a', bob)).moved).toBeNull();
    expect(request('request-a')).toMatchObject({ state: 'approved', closedAt: null });
    expect(champion()).toMatchObject({ version: 1 });
    expect(await candidate.clear(second)).toMatchObject({ kind: 'free', approved: { id: 'request-a' } });
    expect(await candidate.promote(second)).toMatchObject({ kind: 'promoted', moved: { changed: true } });
    expect(registry.state.changes.at(-1)?.evidence).toMatchObject({ approvers: ['user:bob'], rolloutId: 'r' });
    expect(request('request-a')).toMatchObject({ state: 'applied' });
  });

  it('asks anew when what was approved is void', async () => {
    const { candidate, approve, put, request } = await anApprovalWorld({ protected: [championRule(1)] });
    await candidate.clear(first);
    await approve('request-a', bob);
    await put('card', 2, { limitations: 'found some' });
    expect(await candidate.promote(second)).toMatchObject({
      kind: 'waits',
      created: true,
      request: { id: 'request-b' },
    });
    expect(request('request-a')).toMatchObject({ state: 'void' });
  });

  it('is refused by a rejection of this rollout, not of an earlier one', async () => {
    const { candidate, reject } = await anApprovalWorld({ protected: [championRule(1)] });
    await candidate.clear(first);
    await reject('request-a', bob);
    expect(await candidate.clear(second)).toEqual({ kind: 'refused', reason: 'approval was refused: looked at it' });
    const rolloutStartedAt = new Date(Date.UTC(2026, 5, 1));
    expect(await candidate.clear({ ...second, rolloutStartedAt })).toMatchObject({ kind: 'waits', created: true });
  });

  it('leaves no request behind that somebody could still approve', async () => {
    const { candidate, approve, request } = await anApprovalWorld();
    await candidate.clear(first);
    await candidate.abandon({ ...command, reason: 'rolled back: worse' });
    expect(request('request-a')).toMatchObject({ state: 'void', stateReason: 'rolled back: worse' });
    await expect(approve('request-a', bob)).rejects.toMatchObject({ code: 'approval_closed' });
  });
});
