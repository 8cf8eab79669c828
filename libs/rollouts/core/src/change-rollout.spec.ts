import { changeRollout } from './change-rollout';
import { RolloutController } from './rollout-controller';
import { aPolicy, aRollout, someEvidence } from './rollout.builder';
import { FakeChampion, FakeEvidence, InMemoryRollouts, SilentAnnouncer } from './rollouts.fake';
import type { Rollout } from './rollout';

const NOW = new Date('2026-01-01T01:00:00Z');
const ANA = { actor: 'user:ana', person: 'user:ana', role: 'admin', reason: 'looked at it', now: NOW };

function worldWith(rollout: Rollout, evidence = someEvidence()) {
  const unitOfWork = new InMemoryRollouts();
  unitOfWork.byId.set(rollout.id, rollout);
  const parts = {
    unitOfWork,
    evidence: new FakeEvidence(evidence),
    champion: new FakeChampion(1),
    announcer: new SilentAnnouncer(),
  };
  const find = async () => (await unitOfWork.find(rollout.id)) as Rollout;
  return { ...parts, parts, find, controller: new RolloutController(parts) };
}

describe('what a person decides', () => {
  const signal = { metric: 'error_rate', role: 'signal', margin: 0.01 } as const;
  const serving = [
    { stepIndex: 0, version: 1, role: 'answering', asked: 9_000, failed: 9, invalid: 0, latency: [] },
    { stepIndex: 0, version: 2, role: 'answering', asked: 1_000, failed: 100, invalid: 0, latency: [] },
  ] as const;

  it('resuming accepts the signals that paused it and begins the step anew', async () => {
    const evidence = someEvidence({ serving, step: { total: 9_891, candidate: 900 } });
    const world = worldWith(aRollout({ policy: aPolicy({ metrics: [signal] }) }), evidence);
    await world.controller.tick(NOW);
    expect(await world.find()).toMatchObject({ state: 'paused' });
    const resumed = await changeRollout({ id: (await world.find()).id, command: 'resume', ...ANA }, world.parts);
    expect(resumed).toMatchObject({ state: 'running', acceptedSignals: ['error_rate'], stepStartedAt: NOW });
    await world.controller.tick(NOW);
    expect(await world.find()).toMatchObject({ state: 'running', stepIndex: 1, sharePercent: 25 });
  });

  const arms = [
    { name: 'blue', version: 2, sharePercent: 20 },
    { name: 'green', version: 3, sharePercent: 30 },
  ];
  it('promoting one arm of an A/B test makes it champion', async () => {
    const world = worldWith(aRollout({ strategy: 'ab', arms }));
    const { id } = await world.find();
    const promote = { id, command: 'promote', ...ANA } as const;
    await expect(changeRollout(promote, world.parts)).rejects.toMatchObject({ fields: [{ pointer: '/arm' }] });
    await changeRollout({ ...promote, arm: 'green' }, world.parts);
    await world.controller.tick(NOW);
    expect([world.champion.version, (await world.find()).state]).toEqual([3, 'promoted']);
  });
});

describe('a controller', () => {
  const warming = aRollout({ strategy: 'blue-green', sharePercent: 0, policy: aPolicy({ minimumStepPredictions: 0 }) });

  it('asks for approvals before a blue-green switch, which gives the candidate everybody', async () => {
    const world = worldWith(warming);
    world.champion.clearance = { kind: 'waits', reason: 'waits for 2 approvals' };
    await world.controller.tick(NOW);
    expect(await world.find()).toMatchObject({ sharePercent: 0, lastAssessment: { awaitsApproval: true } });
    world.champion.clearance = { kind: 'free' };
    await world.controller.tick(NOW);
    expect(await world.find()).toMatchObject({ sharePercent: 100, stepIndex: 1 });
  });

  it('killed after each of its effects repeats nothing: every decision is stored, told and done once', async () => {
    const world = worldWith(warming);
    for (let crash = 0; crash < 2; crash++) {
      world.champion.failures = 1;
      await world.controller.tick(NOW).catch(() => undefined);
    }
    for (let again = 0; again < 3; again++) await new RolloutController(world.parts).tick(NOW);
    expect(world.champion.switches).toEqual([{ model: 'churn', version: 2 }]);
    expect(world.unitOfWork.entries.map(({ action }) => action)).toEqual([
      'rollout.step_advanced',
      'rollout.promoting',
      'rollout.promoted',
    ]);
    expect(world.unitOfWork.entries[0]?.detail).toMatchObject({ sharePercent: 100, assessment: { action: 'advance' } });
  });

  it('that is slower than another changes nothing', async () => {
    const world = worldWith(warming);
    const stale = await world.find();
    await world.controller.tick(NOW);
    const before = world.unitOfWork.entries.length;
    expect(await world.unitOfWork.update(stale)).toBe(false);
    expect(world.unitOfWork.entries).toHaveLength(before);
  });

  it('ends a shadow without touching the champion', async () => {
    const world = worldWith(aRollout({ strategy: 'shadow', sharePercent: 0 }));
    await world.controller.tick(NOW);
    expect(await world.find()).toMatchObject({ state: 'completed', sharePercent: 0, endedAt: NOW });
    expect(world.champion.switches).toEqual([]);
  });

  it('ends a rollout whose champion people have moved: to one of its arms, or to something else', async () => {
    const arms = [
      { name: 'blue', version: 2, sharePercent: 20 },
      { name: 'green', version: 3, sharePercent: 30 },
    ];
    const test = worldWith(aRollout({ strategy: 'ab', arms }));
    test.champion.version = 3;
    await test.controller.tick(NOW);
    expect(await test.find()).toMatchObject({ state: 'promoted', candidateVersion: 3, endedAt: NOW });
    const canary = worldWith(aRollout({ state: 'paused' }));
    canary.champion.version = 9;
    await canary.controller.tick(NOW);
    expect(await canary.find()).toMatchObject({
      ...{ state: 'superseded', sharePercent: 0, endedAt: NOW, reason: 'version 9 became champion meanwhile' },
    });
  });
});
