import type { Lineage, MetricInterval } from '../registry/lineage';
import type { StatusWord } from './view-parts';

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
