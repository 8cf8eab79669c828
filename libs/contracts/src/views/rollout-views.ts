import type { IntervalView } from './common';

export interface MetricVerdictView {
  metric: string;
  /** Of an A/B test with several arms. */
  arm?: string;
  role: 'guardrail' | 'gate' | 'signal' | 'dry_run';
  champion: number | null;
  candidate: number | null;
  difference: IntervalView;
  margin: number;
  verdict: 'better' | 'not_worse' | 'worse' | 'not_enough_evidence';
  rule: string;
  /** Observations that are needed before anything is said of it. */
  minimumN?: number;
  /** Observations at which it would be shown within its margin at the present estimate; null: never, or not known. */
  neededN?: number | null;
}

export interface RolloutArmView {
  name: string;
  version: number;
  setSharePercent: number;
  /** Of this step's predictions; null before any. */
  actualSharePercent: number | null;
}

export interface RolloutView {
  id: string;
  model: string;
  strategy: string;
  state: 'running' | 'paused' | 'promoting' | 'promoted' | 'rolled_back' | 'aborted' | 'superseded' | 'completed';
  championVersion: number;
  candidateVersion: number;
  /** All that answer, the champion first; of a shadow the candidate has no share. */
  arms?: RolloutArmView[];
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
