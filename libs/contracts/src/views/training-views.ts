import type { IntervalView, Page } from './view-parts';

export interface GateView {
  gate: string;
  verdict: 'PASS' | 'FAIL' | 'INSUFFICIENT_DATA' | 'WAIVED';
  rule: string;
  value: IntervalView | null;
}

export interface TrainingRunView {
  id: string;
  model: string;
  trigger: string;
  triggerDetail: Record<string, unknown>;
  state: 'queued' | 'running' | 'rejected' | 'registered' | 'failed' | 'cancelled';
  stage: string;
  /** 0..1 */
  progress: number;
  championVersion: number | null;
  candidateVersion: number | null;
  snapshot: Record<string, unknown> | null;
  gates: GateView[];
  reason: string;
  log: string;
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface SuppressionView {
  model: string;
  trigger: string;
  reason: string;
  occurrences: number;
  firstAt: string;
  lastAt: string;
}

export interface TrainingRunsView extends Page<TrainingRunView> {
  suppressions: SuppressionView[];
}
