import type { RolloutEvidence } from './comparisons/evidence';
import type { Rollout, RolloutPolicy } from './rollout';

const POLICY: RolloutPolicy = {
  steps: [10, 25, 50, 100],
  minimumStepPredictions: 250,
  minimumStepMs: 0,
  paired: true,
  minimumLabelled: 100,
  alpha: 0.05,
  tuningN: 1000,
  logLossMargin: 0.05,
  logLossRole: 'guardrail',
  onNewCandidate: 'refuse',
};

export const aPolicy = (change: Partial<RolloutPolicy> = {}): RolloutPolicy => ({ ...POLICY, ...change });

export function aRollout(change: Partial<Rollout> = {}): Rollout {
  const at = new Date('2026-01-01T00:00:00Z');
  return {
    id: '00000000-0000-4000-8000-000000000001',
    model: 'churn',
    strategy: 'canary',
    state: 'running',
    championVersion: 1,
    candidateVersion: 2,
    stepIndex: 0,
    sharePercent: 10,
    arms: [],
    salt: 'salt',
    policy: POLICY,
    frozenAt: at,
    stepStartedAt: at,
    stepStartedSeq: 0n,
    lastAssessment: null,
    acceptedSignals: [],
    reason: 'drift',
    startedBy: 'user:ana',
    revision: 1,
    startedAt: at,
    endedAt: null,
    ...change,
  };
}

/** A step with enough traffic and no difference between the versions. */
export function someEvidence(
  change: Partial<Omit<RolloutEvidence, 'paired'>> & { paired?: Partial<RolloutEvidence['paired']> } = {},
): RolloutEvidence {
  return {
    serving: [],
    processes: { live: 1, ready: 1 },
    outcomes: new Map(),
    ...change,
    step: change.step ?? { total: 400, candidate: 40 },
    paired: {
      n: 400,
      meanDifference: 0,
      varianceOfDifference: 0.04,
      championLogLoss: 0.4,
      candidateLogLoss: 0.4,
      ...change.paired,
    },
  };
}
