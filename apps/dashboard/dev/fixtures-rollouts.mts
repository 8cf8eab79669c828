import type { RolloutView } from '@plumbline/contracts';
import { ago } from './fixture-times.mts';

let paused = false;
export const pauseFixture = (value: boolean): void => {
  paused = value;
};

const running = (): RolloutView => ({
  id: 'ro_88',
  model: 'bank-marketing',
  strategy: 'canary',
  state: paused ? 'paused' : 'running',
  championVersion: 2,
  candidateVersion: 3,
  steps: [10, 25, 50, 100],
  stepIndex: 1,
  setSharePercent: 25,
  actualSharePercent: 24.8,
  stepPredictions: 1_204,
  minimumStepPredictions: 250,
  sampleRatioP: 0.41,
  metrics: [
    {
      metric: 'log_loss',
      role: 'gate',
      champion: 0.2912,
      candidate: 0.2874,
      difference: { estimate: -0.0038, low: -0.041, high: 0.0334, n: 812 },
      margin: 0.03,
      verdict: 'not_enough_evidence',
      rule: 'paired difference of log loss, 95 % confidence sequence, margin 0.03, at least 100 rows labelled after the candidate was frozen',
    },
  ],
  decision:
    'Not enough evidence: log_loss -0.004 [-0.041, +0.033] (n 812) is not yet shown to be within the margin of 0.03.',
  reason: 'candidate of retraining run 8f21',
  startedBy: 'system:retraining',
  startedAt: ago(118),
  endedAt: null,
  events: [
    { at: ago(118), kind: 'start', actor: 'system:retraining', reason: 'candidate of retraining run 8f21' },
    {
      at: ago(42),
      kind: 'step',
      actor: 'system:rollouts',
      reason: 'log_loss -0.002 [-0.029, +0.025] (n 402). The next step gives it 25 %.',
    },
  ],
});

const ended = (): RolloutView => ({
  ...running(),
  id: 'ro_71',
  state: 'promoted',
  championVersion: 1,
  candidateVersion: 2,
  stepIndex: 3,
  setSharePercent: 100,
  actualSharePercent: 50.4,
  reason: 'log_loss -0.041 [-0.063, -0.020] (n 1204). The candidate becomes champion.',
  decision: 'log_loss -0.041 [-0.063, -0.020] (n 1204). The candidate becomes champion.',
  startedAt: ago(1_490),
  endedAt: ago(1_400),
  metrics: running().metrics.map((metric) => ({
    ...metric,
    champion: 0.331,
    candidate: 0.29,
    difference: { estimate: -0.041, low: -0.063, high: -0.02, n: 1_204 },
    verdict: 'better' as const,
  })),
});

export const rollouts = (): RolloutView[] => [running(), ended()];
