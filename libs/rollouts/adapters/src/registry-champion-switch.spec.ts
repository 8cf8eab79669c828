import { aVersion, DecideApproval, InMemoryRegistry, moveAsRoot, PutPolicy } from '@plumbline/registry-core';
import { RegistryChampionSwitch } from './registry-champion-switch';

const model = 'churn';
const promotion = {
  ...{ model, version: 2, reason: 'better', actor: 'system:rollout-controller' },
  ...{ rolloutId: 'r', rolloutStartedAt: new Date(0) },
};
const ana = { actor: 'token:ana', person: 'user:ana', role: 'admin' };
const bob = { actor: 'token:bob', person: 'user:bob', role: 'approver' };

async function world(approvals: number) {
  let minute = 0;
  const registry = new InMemoryRegistry(() => new Date(++minute * 60_000));
  await registry.run(async ({ models }) => {
    await models.lockOrCreate({ name: model, description: '', owner: '', simulated: false });
    for (const version of [1, 2]) await models.insertVersion(aVersion({ model, version }));
  });
  await moveAsRoot(registry, { model, alias: 'champion', version: 1 });
  const body = { protected: [{ alias: 'champion', approvals, roles: ['approver', 'admin'] }] };
  if (approvals > 0) await new PutPolicy(registry).execute({ model, kind: 'aliases', body, ...ana });
  const told: string[] = [];
  const champion = new RegistryChampionSwitch(registry, {
    switched: async (_, version) => void told.push(`switched ${version}`),
    approval: async (happened) => void told.push(happened),
  });
  const approve = (by = bob) =>
    new DecideApproval(registry).approve({ id: registry.state.requests[0]?.id ?? '', reason: 'looked at it', ...by });
  return { champion, told, approve, registry };
}

describe('RegistryChampionSwitch', () => {
  it('switches a free champion once and says so once', async () => {
    const { champion, told } = await world(0);
    for (let tick = 0; tick < 2; tick += 1) expect(await champion.promote(promotion)).toEqual({ kind: 'promoted' });
    expect([await champion.current(model), told]).toEqual([2, ['switched 2']]);
  });

  it('asks once, waits, and switches when the approval is there', async () => {
    const { champion, told, approve } = await world(1);
    for (let tick = 0; tick < 3; tick += 1) expect(await champion.clear(promotion)).toMatchObject({ kind: 'waits' });
    await approve();
    expect(await champion.current(model)).toBe(1);
    expect(await champion.clear(promotion)).toMatchObject({ kind: 'free' });
    expect(await champion.promote(promotion)).toEqual({ kind: 'promoted' });
    expect([await champion.current(model), told]).toEqual([2, ['requested', 'applied', 'switched 2']]);
  });

  it('does not let the person who asked for an early promotion approve it', async () => {
    const { champion, approve } = await world(1);
    expect(await champion.ask(promotion, ana)).toMatchObject({ kind: 'waits' });
    await expect(approve(ana)).rejects.toMatchObject({ code: 'approval_own' });
    await approve(bob);
    expect(await champion.current(model)).toBe(2);
  });

  it('leaves nothing to approve when the rollout is over', async () => {
    const { champion, told, approve } = await world(1);
    await champion.clear(promotion);
    await champion.abandon({ ...promotion, reason: 'rolled back: worse' });
    await expect(approve()).rejects.toMatchObject({ code: 'approval_closed' });
    expect(told).toEqual(['requested', 'voided']);
  });
});
