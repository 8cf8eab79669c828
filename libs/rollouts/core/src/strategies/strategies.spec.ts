import { decide } from '../decide';
import type { MetricRule } from '../judging/metric-rule';
import type { Rollout } from '../rollout';
import { aPolicy, aRollout, someEvidence } from '../rollout.builder';
import { startPlan } from './start-plan';

const NOW = new Date('2026-01-01T01:00:00Z');
const harm = someEvidence({ paired: { meanDifference: 0.4 } });
const start = (change: Partial<Parameters<typeof startPlan>[0]>) =>
  startPlan({ id: 'r', strategy: 'ab', candidateVersion: 2, championVersion: 1, policy: aPolicy(), ...change });

describe('how a rollout begins', () => {
  it('with a salt of its own for each way of picking people', () => {
    const salts = (['canary', 'shadow', 'ab'] as const).map((strategy) => start({ strategy }).salt);
    expect(salts).toEqual(['r', 'shadow:r', 'ab:r']);
  });

  it('at the first share: of a canary by policy, of blue-green and shadow nothing, of an A/B test half', () => {
    const shares = (['canary', 'blue-green', 'shadow', 'ab'] as const).map(
      (strategy) => start({ strategy }).sharePercent,
    );
    expect(shares).toEqual([10, 0, 0, 50]);
  });

  const arm = (name: string, version: number, sharePercent: number) => ({ name, version, sharePercent });
  it.each([
    ['two arms of one name', [arm('b', 2, 10), arm('b', 3, 10)]],
    ["the champion's name", [arm('champion', 2, 10)]],
    ["the champion's version", [arm('b', 1, 10)]],
    ['nothing left for the champion', [arm('b', 2, 60), arm('c', 3, 40)]],
  ])('not with %s', (_, arms) => {
    expect(() => start({ arms })).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ pointer: '/arms' })] }),
    );
  });
});

describe('blue-green', () => {
  const warming = aRollout({ strategy: 'blue-green', sharePercent: 0 });
  const switched = aRollout({ strategy: 'blue-green', sharePercent: 100, stepIndex: 1 });
  const loaded = (ready: number, live: number) =>
    someEvidence({ step: { total: 0, candidate: 0 }, processes: { ready, live } });

  it.each([
    [0, 0, 'No process of the data plane has reported; the switch waits.'],
    [1, 2, 'The candidate is loaded in 1 of 2 processes; the switch waits.'],
  ])('waits until every process has the candidate: %i of %i', (ready, live, decision) => {
    expect(decide(warming, loaded(ready, live), NOW)).toMatchObject({ action: 'hold', decision });
  });

  it('then gives it everybody at once', () => {
    expect(decide(warming, loaded(2, 2), NOW)).toMatchObject({ action: 'advance', nextSharePercent: 100 });
  });

  it('is judged after the switch by what the old version says on the same rows: promoted, held, or returned at once', () => {
    const all = { step: { total: 400, candidate: 400 } };
    expect(decide(switched, someEvidence(all), NOW).action).toBe('promote');
    expect(decide(switched, someEvidence({ ...all, paired: { n: 0, varianceOfDifference: 0 } }), NOW).action).toBe(
      'hold',
    );
    expect(decide(switched, { ...harm, ...all }, NOW).action).toBe('roll_back');
  });
});

describe('a shadow', () => {
  const shadow = aRollout({ strategy: 'shadow', sharePercent: 0 });
  const seen = { step: { total: 400, candidate: 0 } };

  it('ends when it has shown what it can, and promotes nobody', () => {
    expect(decide(shadow, someEvidence(seen), NOW)).toMatchObject({ action: 'complete' });
  });

  it('ends as soon as it is shown worse, and holds without evidence', () => {
    expect(decide(shadow, { ...harm, ...seen }, NOW).action).toBe('roll_back');
    expect(decide(shadow, someEvidence({ ...seen, paired: { n: 0 } }), NOW).action).toBe('hold');
  });
});

describe('an A/B test', () => {
  const arms = [
    { name: 'blue', version: 2, sharePercent: 20 },
    { name: 'green', version: 3, sharePercent: 30 },
  ];
  const rules: MetricRule[] = [
    { metric: 'business_value', role: 'gate', margin: 0 },
    { metric: 'accuracy', role: 'guardrail', margin: 0.02 },
  ];
  const value = (estimate: number) => ({
    ...{ champion: 10, candidate: 10 + estimate },
    difference: { estimate, standardError: 0.1, observations: 5_000 },
  });
  const test = (policy = {}, change: Partial<Rollout> = {}) =>
    aRollout({ strategy: 'ab', arms, sharePercent: 20, policy: aPolicy({ metrics: rules, ...policy }), ...change });
  const evidence = (blue: number, green: number, accuracy = 0) => {
    const byVersion = new Map([blue, green].map((gain, i) => [i + 2, gain] as const));
    const accurate = { ...value(accuracy), champion: 0.8 };
    return someEvidence({
      step: {
        total: 1_000,
        candidate: 500,
        byVersion: new Map([
          [1, 500],
          [2, 200],
          [3, 300],
        ]),
      },
      outcomes: new Map(
        [...byVersion].map(([version, gain]) => [
          version,
          new Map([
            ['business_value', value(gain)],
            ['accuracy', accurate],
          ]),
        ]),
      ),
    });
  };

  it('goes on while an arm is undecided, and names it', () => {
    expect(decide(test(), evidence(1, 0), NOW)).toMatchObject({
      action: 'hold',
      decision: 'Not decided yet: business_value of green.',
    });
  });

  it('ends when all are decided, names who was shown better, best first, and promotes nobody', () => {
    expect(decide(test(), evidence(1, 2), NOW)).toMatchObject({
      action: 'complete',
      decision: expect.stringContaining('Shown better: green, then blue.'),
    });
  });

  it('ends when its time is over, also undecided, and not before', () => {
    const hours = (n: number) => test({ abDurationMs: n * 3_600_000 });
    expect(decide(hours(2), evidence(1, 2), NOW)).toMatchObject({
      action: 'hold',
      decision: 'The test runs 60 min more.',
    });
    expect(decide(hours(1), evidence(0, 0), NOW)).toMatchObject({
      action: 'complete',
      decision: expect.stringContaining('No arm was shown better.'),
    });
  });

  it('goes back when any arm breaks a guardrail', () => {
    expect(decide(test(), evidence(1, 2, -1), NOW)).toMatchObject({
      action: 'roll_back',
      decision: expect.stringContaining('accuracy of blue'),
    });
  });

  it('pauses when the arms do not have their shares', () => {
    const skewed = {
      ...evidence(1, 2),
      step: {
        total: 1_000,
        candidate: 500,
        byVersion: new Map([
          [1, 500],
          [2, 300],
          [3, 200],
        ]),
      },
    };
    expect(decide(test(), skewed, NOW).action).toBe('pause');
    expect(decide(test(), evidence(1, 2), NOW)).toMatchObject({ actualSharesPercent: { 1: 50, 2: 20, 3: 30 } });
  });
});

describe('roles of a metric and windows of a policy', () => {
  const errors = (role: MetricRule['role']): MetricRule => ({ metric: 'error_rate', role, margin: 0.01 });
  const serving = [
    { stepIndex: 0, version: 1, role: 'answering', asked: 9_000, failed: 9, invalid: 0, latency: [] },
    { stepIndex: 0, version: 2, role: 'answering', asked: 1_000, failed: 100, invalid: 0, latency: [] },
  ] as const;
  const judged = (role: MetricRule['role'], change: Partial<Rollout> = {}) => {
    const policy = aPolicy({ metrics: [errors(role)] });
    const step = { total: 9_891, candidate: 900 };
    return decide(aRollout({ policy, ...change }), someEvidence({ serving, step }), NOW);
  };

  it.each([
    ['guardrail', 'roll_back'],
    ['gate', 'roll_back'],
    ['signal', 'pause'],
    ['dry_run', 'advance'],
  ] as const)('a %s that is shown worse leads to %s', (role, action) => {
    expect(judged(role)).toMatchObject({ action, metrics: [{ metric: 'error_rate', verdict: 'worse', role }] });
  });

  it('a signal that a person has seen pauses no more', () => {
    expect(judged('signal', { acceptedSignals: ['error_rate'] }).action).toBe('advance');
  });

  it('failed answers are no sample-ratio mismatch', () => {
    expect(judged('guardrail').sampleRatioP).toBeGreaterThan(0.5);
  });

  it('no step is taken in a freeze window, but a roll-back is', () => {
    const freezeWindows = [{ weekdays: ['thu'], from: '00:00', to: '02:00', timeZone: 'UTC' }] as const;
    const frozen = aRollout({ policy: aPolicy({ freezeWindows }) });
    expect(decide(frozen, someEvidence(), NOW)).toMatchObject({
      action: 'hold',
      decision: expect.stringContaining('thu'),
    });
    expect(decide(frozen, someEvidence(), new Date('2026-01-01T02:00:00Z')).action).toBe('advance');
    expect(decide(frozen, harm, NOW).action).toBe('roll_back');
  });
});
