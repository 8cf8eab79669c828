import { considerTrigger, type RetrainingPolicy, type TriggerState } from './consider-trigger.policy';

const NOW = new Date('2026-01-01T00:00:00Z');
const POLICY: RetrainingPolicy = {
  enabled: true,
  triggers: ['drift'],
  minimumNewLabels: 500,
  cooldownPredictions: 1000,
  urgentCooldownPredictions: 400,
  urgentRatio: 2,
  supersedeRolloutAfter: 2500,
  cooldownMs: 60_000,
  budgetRuns: 20,
  slidingRows: 12_000,
  halfLifeRows: 0,
  holdoutRecentRows: 2000,
  holdoutShare: 0.25,
  trainer: 'boosting',
  parameters: {},
  action: 'canary',
};
const READY: TriggerState = {
  hasChampion: true,
  openRunId: null,
  openRollout: null,
  runs: 3,
  lastStartedAt: new Date('2025-12-31T00:00:00Z'),
  newLabels: 500,
  newPredictions: 1000,
};

describe('a trigger', () => {
  it('starts a run when nothing speaks against it', () => {
    expect(considerTrigger({ kind: 'drift' }, READY, POLICY, NOW)).toEqual({ action: 'run' });
  });

  it.each<[string, Partial<TriggerState>, Partial<RetrainingPolicy>]>([
    ['no_champion', { hasChampion: false }, {}],
    ['open_run', { openRunId: 'r' }, {}],
    ['open_rollout', { openRollout: { id: 'r', predictions: 2499 } }, {}],
    ['disabled', {}, { enabled: false }],
    ['trigger_off', {}, { triggers: ['performance'] }],
    ['budget', { runs: 20 }, {}],
    ['few_labels', { newLabels: 499 }, {}],
    ['cooldown', { newPredictions: 999 }, {}],
    ['cooldown', { lastStartedAt: new Date('2025-12-31T23:59:30Z') }, {}],
  ])('is suppressed with the rule %s', (rule, state, policy) => {
    const verdict = considerTrigger({ kind: 'drift' }, { ...READY, ...state }, { ...POLICY, ...policy }, NOW);
    expect(verdict).toMatchObject({ action: 'suppress', rule });
  });

  it('may supersede a rollout that stays undecided', () => {
    const stuck = { ...READY, openRollout: { id: 'r', predictions: 2500 } };
    expect(considerTrigger({ kind: 'drift' }, stuck, POLICY, NOW)).toEqual({ action: 'run' });
  });

  it('waits for the shorter cool-down when the loss has doubled', () => {
    const early = { ...READY, newPredictions: 400 };
    expect(considerTrigger({ kind: 'drift', lossRatio: 1.9 }, early, POLICY, NOW).action).toBe('suppress');
    expect(considerTrigger({ kind: 'drift', lossRatio: 2 }, early, POLICY, NOW)).toEqual({ action: 'run' });
  });

  it('by a person overrides the cool-down and the budget', () => {
    const tired = { ...READY, runs: 20, newLabels: 0, newPredictions: 0 };
    expect(considerTrigger({ kind: 'person' }, tired, POLICY, NOW)).toEqual({ action: 'run' });
  });

  it('by a person never starts a second run', () => {
    expect(considerTrigger({ kind: 'person' }, { ...READY, openRunId: 'r' }, POLICY, NOW).action).toBe('suppress');
  });
});
