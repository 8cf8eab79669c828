import type { Lineage, MetricInterval } from '../registry/lineage';

/** What GET routes of the control plane answer. Times are ISO 8601 strings. Every estimate carries n and an interval. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
export type StatusWord =
  'healthy' | 'watch' | 'failing' | 'acting' | 'not_enough_data' | 'no_data' | 'not_monitored' | 'paused';

export interface IntervalView {
  estimate: number | null;
  low: number | null;
  high: number | null;
  n: number;
}
export interface ShareView {
  version: number;
  sharePercent: number;
  role: 'champion' | 'candidate';
}
export interface ModelSummaryView {
  name: string;
  description: string;
  owner: string;
  simulated: boolean;
  status: StatusWord;
  statusReason: string;
  championVersion: number | null;
  latestVersion: number | null;
  serving: ShareView[];
  rolloutId: string | null;
  predictions: number;
  labelled: number;
  /** Share of predictions whose outcome is known, 0..1. */
  labelCoverage: number | null;
  driftedFeatures: number | null;
  testedFeatures: number | null;
  logLoss: number | null;
  createdAt: string;
}
export interface ChoiceView {
  chosen: string;
  because: string;
  alternatives: string[];
  told: boolean;
}
export interface DetectionView {
  task: ChoiceView;
  scoreOutput: ChoiceView;
  positiveClass?: ChoiceView;
  inputs: ChoiceView;
  classes?: ChoiceView;
}
export interface AdmissionView {
  loadMs: number;
  latencyMs: { p50: number; p95: number };
  rowsPerSecond: number;
  memoryBytes: number;
  rows: number;
  runtime: string;
  /** What serves the version, and on how many rows it was equal to the runtime. */
  engine?: { name: 'onnxruntime' | 'trees'; comparedRows: number };
}
export interface VersionView {
  model: string;
  version: number;
  artifactDigest: string;
  artifactBytes: number;
  /** The file as it was sent, where the one that serves had to be rewritten. */
  originalDigest: string | null;
  /** External data beside the graph. */
  files: { name: string; digest: string; bytes: number }[];
  signature: unknown;
  metrics: Record<string, number>;
  metricIntervals: Record<string, MetricInterval>;
  lineage: Lineage;
  /** What the graph offers and what was chosen of it; null for versions from before it was kept. */
  detection: DetectionView | null;
  /** The trial before registration; null for versions from before it was kept. */
  admission: AdmissionView | null;
  /** Nothing can point to an archived version. */
  archived: { reason: string; actor: string; archivedAt: string } | null;
  source: Record<string, unknown>;
  bornBecause: string;
  fate: 'registered' | 'champion' | 'was_champion' | 'candidate' | 'rolled_back' | 'superseded';
  createdBy: string;
  createdAt: string;
}
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
export interface FeatureDriftView {
  feature: string;
  kind: 'numeric' | 'categorical';
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  pValue: number | null;
  adjustedPValue: number | null;
  effect: number | null;
  minimumEffect: number;
  measures: Record<string, number | null>;
  unseen: string[];
  missing: { reference: number; current: number };
  /** Bin labels with the share of rows in each, reference and current: the paired histogram. */
  bins: { label: string; reference: number; current: number }[];
}
export interface DriftReportView {
  model: string;
  version: number;
  from: string;
  to: string;
  verdict: 'drift' | 'no_drift' | 'not_enough_evidence';
  rows: { reference: number; current: number };
  alpha: number;
  features: FeatureDriftView[];
  share: { drifted: number; tested: number };
}
export interface DriftView {
  latest: DriftReportView | null;
  /** Oldest first: one entry a check, per feature its effect and verdict (the heat map). */
  history: {
    version: number;
    from: string;
    to: string;
    verdict: string;
    rows: number;
    features: { feature: string; effect: number | null; verdict: string }[];
  }[];
}
export interface PerformancePointView {
  version: number;
  from: string;
  to: string;
  predictions: number;
  labelled: number;
  positiveRate: number | null;
  meanScore: number | null;
  logLoss: number | null;
  auc: number | null;
  accuracy: number | null;
}
export interface PerformanceView {
  /** Expected at birth, from the hold-out. */
  expected: { version: number; logLoss: number | null; auc: number | null } | null;
  total: Omit<PerformancePointView, 'version'> | null;
  windows: PerformancePointView[];
}
export interface FairnessGroupView {
  group: string;
  n: number;
  state: 'ok' | 'reference' | 'violated' | 'within' | 'not_enough_evidence' | 'suppressed';
  selectionRate: IntervalView | null;
  ratio: IntervalView | null;
  truePositiveRate: IntervalView | 'undefined' | null;
  falsePositiveRate: IntervalView | 'undefined' | null;
}
export interface FairnessView {
  from: string | null;
  to: string | null;
  limit: number;
  minimumGroup: number;
  attributes: {
    attribute: string;
    verdict: 'violated' | 'within' | 'not_enough_evidence';
    demographicParityDifference: IntervalView | null;
    disparateImpact: IntervalView | null;
    equalOpportunityDifference: IntervalView | null;
    groups: FairnessGroupView[];
  }[];
}
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
export interface AlertView {
  id: string;
  model: string;
  version: number | null;
  kind: string;
  severity: 'info' | 'warning' | 'critical';
  title: string;
  detail: Record<string, unknown>;
  occurrences: number;
  createdAt: string;
  lastSeenAt: string;
  resolvedAt: string | null;
}
export interface AuditEntryView {
  seq: number | null;
  eventId: string;
  occurredAt: string;
  actor: string;
  action: string;
  resourceType: string;
  resourceId: string;
  envelope: Record<string, unknown>;
  leafHash: string;
}
export interface PredictionView {
  predictionId: string;
  model: string;
  version: number;
  subject: string | null;
  features: Record<string, string | number | boolean | null>;
  attributes: Record<string, unknown> | null;
  score: number | null;
  label: string | null;
  servedAt: string;
  arm: string | null;
  outcome: { label: string; observedAt: string; value: number | null; revision: number } | null;
  otherScores: { version: number; score: number; source: string }[];
}
/** Nothing is lost, in numbers: stored = joined + pending; orphans are outcomes still without a prediction. */
export interface ReconciliationView {
  model: string;
  predictions: number;
  outcomes: number;
  joined: number;
  pending: number;
  orphans: number;
  deadLetters: number;
}
export interface SystemStatusView {
  version: string;
  eventBus: 'kafka' | 'embedded';
  queue: 'redis' | 'postgres';
  inferenceUrl: string;
  role: string;
}
