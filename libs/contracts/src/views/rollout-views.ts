import type { IntervalView } from './common';

export interface MetricVerdictView {
  metric: string;
  role: 'guardrail' | 'gate' | 'signal';
  champion: number | null;
  candidate: number | null;
  difference: IntervalView;
  margin: number;
  verdict: 'better' | 'not_worse' | 'worse' | 'not_enough_evidence';
  rule: string;
}

export interface RolloutView {
  id: string;
  model: string;
  strategy: string;
  state: 'running' | 'paused' | 'promoting' | 'promoted' | 'rolled_back' | 'aborted' | 'superseded';
  championVersion: number;
  candidateVersion: number;
  steps: number[];
  stepIndex: number;
  /** Share that was set, and the share of predictions that the candidate really answered in this step. */
  setSharePercent: number;
  actualSharePercent: number | null;
  stepPredictions: number;
  minimumStepPredictions: number;
  sampleRatioP: number | null;
  metrics: MetricVerdictView[];
  decision: string;
  reason: string;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
  events: { at: string; kind: string; actor: string; reason: string }[];
}
