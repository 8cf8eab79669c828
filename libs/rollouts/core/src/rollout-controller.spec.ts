import { changeRollout } from './change-rollout';
import { RolloutController } from './rollout-controller';
import { aPolicy, someEvidence } from './rollout.builder';
import { FakeChampion, FakeEvidence, InMemoryRollouts, SilentAnnouncer } from './rollouts.fake';
import { startRollout } from './start-rollout';

const NOW = new Date('2026-01-01T01:00:00Z');

const ANA = { actor: 'user:ana', person: 'user:ana', role: 'admin' };

function aWorld(evidence = someEvidence()) {
  const unitOfWork = new InMemoryRollouts();
  const ports = {
    unitOfWork,
    evidence: new FakeEvidence(evidence),
    champion: new FakeChampion(1),
    announcer: new SilentAnnouncer(),
  };
  const start = (candidateVersion = 2, change: Parameters<typeof aPolicy>[0] = {}) =>
    startRollout(
      {
        model: 'churn',
        candidateVersion,
        policy: aPolicy(change),
        frozenAt: NOW,
        reason: 'drift',
        actor: 'user:ana',
        now: NOW,
        id: `rollout-${candidateVersion}`,
      },
      ports,
    );
  return { ...ports, ports, start, controller: new RolloutController(ports) };
}

const withShare = (percent: number) => someEvidence({ step: { total: 1000, candidate: percent * 10 } });

describe('a canary', () => {
  it('walks 10, 25, 50 % and becomes champion, every step in the audit log', async () => {
    const world = aWorld();
    await world.start();
    for (const share of [10, 25, 50]) {
      world.evidence.evidence = withShare(share);
      await world.controller.tick(NOW);
    }
    expect(world.champion.version).toBe(2);
    expect(world.unitOfWork.entries.map((entry) => entry.action)).toEqual([
      'rollout.started',
      'rollout.step_advanced',
      'rollout.step_advanced',
      'rollout.promoting',
      'rollout.promoted',
    ]);
  });

  it('that is worse goes back to share 0 and leaves the champion', async () => {
    const world = aWorld(someEvidence({ paired: { meanDifference: 0.4 } }));
    await world.start();
    await world.controller.tick(NOW);
    expect(await world.unitOfWork.find('rollout-2')).toMatchObject({
      state: 'rolled_back',
      sharePercent: 0,
      endedAt: NOW,
    });
    expect(world.champion.version).toBe(1);
    await expect(world.start()).rejects.toMatchObject({ code: 'rollout_conflict' });
  });

  it('killed between the decision and the switch is finished by the next tick, once', async () => {
    const world = aWorld(withShare(50));
    await world.start(2, { steps: [50] });
    world.champion.failures = 1;
    await expect(world.controller.tick(NOW)).rejects.toThrow('killed before the switch');
    expect(await world.unitOfWork.find('rollout-2')).toMatchObject({ state: 'promoting' });
    await world.controller.tick(NOW);
    await world.controller.tick(NOW);
    expect(world.champion.switches).toEqual([{ model: 'churn', version: 2 }]);
    expect(await world.unitOfWork.find('rollout-2')).toMatchObject({ state: 'promoted' });
  });

  it('is the only one of its model, unless the policy lets a newer candidate supersede it', async () => {
    const world = aWorld();
    await world.start(2);
    await expect(world.start(3)).rejects.toMatchObject({ code: 'rollout_conflict' });
    await world.start(3, { onNewCandidate: 'supersede' });
    expect(await world.unitOfWork.find('rollout-2')).toMatchObject({ state: 'superseded', sharePercent: 0 });
  });

  it.each([[[]], [[25, 10]], [[0, 10]], [[10, 120]]])('with the steps %j is refused with the field', async (steps) => {
    await expect(aWorld().start(2, { steps })).rejects.toMatchObject({ fields: [{ pointer: '/steps' }] });
  });

  it('can be paused, resumed and rolled back by a person with a reason', async () => {
    const world = aWorld();
    await world.start();
    const change = (command: 'pause' | 'resume' | 'abort') =>
      changeRollout({ id: 'rollout-2', command, reason: 'complaints', ...ANA, now: NOW }, world.ports);
    expect((await change('pause')).state).toBe('paused');
    await world.controller.tick(NOW);
    expect(await world.unitOfWork.find('rollout-2')).toMatchObject({ stepIndex: 0 });
    expect((await change('resume')).state).toBe('running');
    expect((await change('abort')).state).toBe('rolled_back');
    await expect(change('pause')).rejects.toMatchObject({ code: 'rollout_conflict' });
    expect(world.unitOfWork.entries.at(-1)).toMatchObject({
      action: 'rollout.abort',
      reason: 'complaints',
      actor: 'user:ana',
    });
  });
});

describe('a canary whose champion is protected', () => {
  const waits = (n: number) => ({ kind: 'waits', reason: `waits for ${n} approvals` }) as const;
  async function atTheLastStep(clearance: FakeChampion['clearance']) {
    const world = aWorld(withShare(50));
    world.champion.clearance = clearance;
    await world.start(2, { steps: [50] });
    const find = async () => world.unitOfWork.find('rollout-2');
    return { ...world, find };
  }

  it('holds at its last step, says what it waits for, and says it once', async () => {
    const { controller, find, unitOfWork } = await atTheLastStep(waits(2));
    await controller.tick(NOW);
    await controller.tick(NOW);
    expect(await find()).toMatchObject({
      ...{ state: 'running', sharePercent: 50, stepIndex: 0 },
      lastAssessment: { action: 'hold', decision: 'The evidence is in; the candidate waits for 2 approvals.' },
    });
    expect(unitOfWork.entries.map(({ action }) => action)).toEqual(['rollout.started', 'rollout.awaiting_approval']);
  });

  it('promotes when the approvals are there', async () => {
    const { controller, find, champion } = await atTheLastStep(waits(1));
    await controller.tick(NOW);
    champion.clearance = { kind: 'free' };
    await controller.tick(NOW);
    expect([champion.version, (await find())?.state]).toEqual([2, 'promoted']);
  });

  it('rolls back when it is refused, and leaves no approval behind', async () => {
    const { controller, find, champion } = await atTheLastStep({ kind: 'refused', reason: 'too risky' });
    await controller.tick(NOW);
    expect(await find()).toMatchObject({ state: 'rolled_back', sharePercent: 0 });
    expect(champion.abandoned).toEqual([{ version: 2, reason: expect.stringContaining('too risky') }]);
  });

  it('still rolls back on harm while it waits', async () => {
    const { controller, find, evidence } = await atTheLastStep(waits(1));
    await controller.tick(NOW);
    evidence.evidence = someEvidence({ step: { total: 1000, candidate: 500 }, paired: { meanDifference: 0.4 } });
    await controller.tick(NOW);
    expect(await find()).toMatchObject({ state: 'rolled_back' });
  });

  it('goes back to its last step when the approval became void before the switch', async () => {
    const { controller, find, champion } = await atTheLastStep({ kind: 'free' });
    champion.promote = async () => waits(2);
    await controller.tick(NOW);
    expect(await find()).toMatchObject({
      state: 'running',
      sharePercent: 50,
      reason: expect.stringContaining('waits'),
    });
    expect(champion.version).toBe(1);
  });

  it('only asks when a person wants it promoted, and goes on', async () => {
    const { ports, find } = await atTheLastStep(waits(2));
    const ask = { id: 'rollout-2', command: 'promote', reason: 'good enough', ...ANA, now: NOW } as const;
    expect(await changeRollout(ask, ports)).toMatchObject({
      ...{ state: 'running', sharePercent: 50, reason: 'good enough; waits for 2 approvals' },
    });
    expect(await find()).toMatchObject({ state: 'running' });
  });

  it.each(['running', 'paused'] as const)(
    'is over when people made its candidate champion while it was %s',
    async (state) => {
      const { controller, find, champion, unitOfWork } = await atTheLastStep(waits(2));
      const rollout = await find();
      if (rollout) unitOfWork.byId.set(rollout.id, { ...rollout, state });
      champion.version = 2;
      await controller.tick(NOW);
      expect(await find()).toMatchObject({ state: 'promoted', endedAt: NOW });
    },
  );

  it('leaves no approval behind when it is aborted or superseded', async () => {
    const { ports, start, champion } = await atTheLastStep(waits(2));
    await start(3, { onNewCandidate: 'supersede' });
    const abort = { id: 'rollout-3', command: 'abort', reason: 'complaints', ...ANA, now: NOW } as const;
    await changeRollout(abort, ports);
    expect(champion.abandoned).toEqual([
      { version: 2, reason: 'superseded by version 3' },
      { version: 3, reason: 'aborted: complaints' },
    ]);
  });
});
