import type { AuditEntryView, PredictionView, TrainingRunView, TrainingRunsView } from '@plumbline/contracts';
import { ago, noise } from './fixture-times.mts';

const run = (change: Partial<TrainingRunView>): TrainingRunView => ({
  id: '8f21',
  model: 'bank-marketing',
  trigger: 'drift',
  triggerDetail: { features: ['euribor3m', 'nr_employed'] },
  state: 'registered',
  stage: 'done',
  progress: 1,
  championVersion: 2,
  candidateVersion: 3,
  snapshot: { rows: 12_000, holdout: 750, from: ago(4_000), to: ago(140), digest: 'sha256:ab12cd34' },
  gates: [
    {
      gate: 'artifact_size',
      verdict: 'PASS',
      rule: 'at most 50000000 bytes',
      value: { estimate: 48_210, low: null, high: null, n: 1 },
    },
    {
      gate: 'log_loss_against_champion',
      verdict: 'PASS',
      rule: 'candidate - champion on the same rows: upper bound (95 %, one-sided) at most 0.02',
      value: { estimate: -0.021, low: -0.036, high: -0.006, n: 750 },
    },
    {
      gate: 'auc',
      verdict: 'PASS',
      rule: 'AUC on the hold-out at least 0.5',
      value: { estimate: 0.791, low: 0.752, high: 0.83, n: 750 },
    },
  ],
  reason: 'All gates passed; canary ro_88 started.',
  log: 'snapshot: 12,000 rows, 750 held out\ntrain: boosting, 60 trees\ntrain: 30 of 60 trees, loss 0.2931\ntrain: 60 of 60 trees, loss 0.2788\nevaluate: champion 0.300, candidate 0.279\nregister: version 3\n',
  requestedBy: 'system:monitor',
  createdAt: ago(132),
  startedAt: ago(131),
  finishedAt: ago(130),
  ...change,
});

export const runs = (): TrainingRunView[] => [
  run({
    id: '9a44',
    model: 'churn',
    trigger: 'performance',
    state: 'running',
    stage: 'train',
    progress: 0.45,
    candidateVersion: null,
    championVersion: 7,
    gates: [],
    finishedAt: null,
    createdAt: ago(2),
    startedAt: ago(1),
    reason: '',
  }),
  run({}),
  run({
    id: '7d02',
    state: 'rejected',
    stage: 'evaluate',
    candidateVersion: null,
    createdAt: ago(900),
    startedAt: ago(899),
    finishedAt: ago(897),
    reason: 'Gate log_loss_against_champion did not pass.',
    gates: [
      {
        gate: 'log_loss_against_champion',
        verdict: 'FAIL',
        rule: 'candidate - champion on the same rows: upper bound (95 %, one-sided) at most 0.02',
        value: { estimate: 0.012, low: -0.004, high: 0.028, n: 740 },
      },
    ],
  }),
];

export const trainingRuns = (model: string | null): TrainingRunsView => ({
  items: runs().filter((one) => !model || one.model === model),
  nextCursor: null,
  suppressions: [
    {
      model: 'bank-marketing',
      trigger: 'drift',
      reason: '812 of 2000 predictions since the last run.',
      occurrences: 6,
      firstAt: ago(110),
      lastAt: ago(5),
    },
  ].filter((one) => !model || one.model === model),
});

const ACTIONS = [
  [
    'rollout.step',
    'rollout',
    'ro_88',
    'system:rollouts',
    'log_loss within the margin (n 402). The next step gives it 25 %.',
    42,
  ],
  ['rollout.start', 'rollout', 'ro_88', 'system:retraining', 'candidate of retraining run 8f21', 118],
  ['version.register', 'model_version', 'bank-marketing/3', 'system:retraining', 'drift of 4 of 19 features', 130],
  ['alias.promote', 'model', 'bank-marketing', 'system:rollouts', 'v1 -> v2', 1_400],
  ['policy.change', 'policy', 'bank-marketing/retraining', 'token:ana', 'shorter cool-down for the replay', 2_000],
  ['version.register', 'model_version', 'bank-marketing/1', 'token:admin', 'pushed by hand', 9_000],
] as const;

export const auditEntries = (): AuditEntryView[] =>
  ACTIONS.map(([action, resourceType, resourceId, actor, reason, minutes], i) => ({
    seq: i === 0 ? null : ACTIONS.length - 1 - i,
    eventId: `01932f${i}a-7c1e-7d3b-9f10-2b7c11d2e3f4`,
    occurredAt: ago(minutes),
    actor,
    action,
    resourceType,
    resourceId,
    envelope: {
      kind: 'plumbline.audit.v1',
      actor,
      action,
      reason,
      detail: { model: 'bank-marketing', from: 10, to: 25 },
    },
    leafHash: '5f9c2e41ab7e05c6d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5',
  }));

export const predictions = (): PredictionView[] =>
  Array.from({ length: 50 }, (_, i) => {
    const score = Math.abs(noise(i)) * 0.6;
    const labelled = i > 14;
    return {
      predictionId: `0193${String(i).padStart(4, '0')}-7c1e-7d3b-9f10-2b7c11d2e3f4`,
      model: 'bank-marketing',
      version: i % 4 === 0 ? 3 : 2,
      subject: `client-${4_000 + i}`,
      features: {
        age: 30 + i,
        job: 'technician',
        euribor3m: 1.313,
        month: 'aug',
        campaign: 2,
        previous: 0,
        contact: 'cellular',
      },
      attributes: { age_band: '30-44' },
      score,
      label: score > 0.5 ? 'yes' : 'no',
      servedAt: ago(i * 2),
      arm: i % 4 === 0 ? 'candidate' : 'champion',
      outcome: labelled ? { label: i % 7 === 0 ? 'yes' : 'no', observedAt: ago(i), value: null, revision: 0 } : null,
      otherScores: [{ version: i % 4 === 0 ? 2 : 3, score: Math.max(0, score - 0.04), source: 'paired' }],
    };
  });
