import type { IntervalView } from './view-parts';

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

/** What a policy would have done with logged predictions and outcomes. */
export interface BacktestView {
  model: string;
  championVersion: number;
  candidateVersion: number;
  /** `open`: the log was over before anything was decided. */
  end: 'promoted' | 'rolled_back' | 'paused' | 'completed' | 'open';
  decision: string;
  /** Predictions that both versions scored. */
  rows: number;
  labelled: number;
  /** There are more rows than were looked at; the newest were. */
  isCut: boolean;
  looks: number;
  from: string | null;
  to: string | null;
  steps: { at: string; sharePercent: number; decision: string }[];
  metrics: MetricVerdictView[];
  /** Metrics of the policy that a log cannot tell of: they judged nothing. */
  leftOut: string[];
}

export interface AssignmentView {
  predictionId: string;
  subject: string | null;
  arm: string;
  version: number;
  servedAt: string;
}

export interface SegmentArmView {
  name: string;
  version: number;
  predictions: number;
  /** Share of the labelled answers that were right; a fixed-sample interval, so to explore and not to decide by. */
  accuracy: IntervalView;
  /** Of the outcomes' values. */
  value: { mean: number | null; n: number };
}

/** Arms by the values of a feature or attribute, most frequent first; `segment` null: it was not sent. */
export interface RolloutSegmentsView {
  by: string;
  segments: { segment: string | null; arms: SegmentArmView[] }[];
}
