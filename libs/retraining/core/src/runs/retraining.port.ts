import type { AuditTrail, Signature } from '@plumbline/registry-core';
import type { LabelledRow, Scalar } from '../snapshot/data-snapshot';
import type { GatePolicy } from '../gates/gate';
import type { GateReport } from '../gates/gate-report';
import type { RetrainingPolicy } from '../triggers/consider-trigger.policy';
import type { TrainingRun, TrainingRunChange } from './training-run';

export interface TrainingRunStore {
  find(id: string): Promise<TrainingRun | null>;
  findOpen(model: string): Promise<TrainingRun | null>;
  /** Newest automatic or manual run, finished or not. */
  findLatest(model: string): Promise<TrainingRun | null>;
  count(model: string): Promise<number>;
  insert(run: TrainingRun): Promise<void>;
  update(id: string, change: TrainingRunChange): Promise<void>;
  /** Counts up one row per (model, trigger, rule): a drift storm must not flood the table. */
  recordSuppression(suppression: { model: string; trigger: string; reason: string }): Promise<void>;
}

export interface RetrainingUnitOfWork {
  run<T>(work: (tx: { runs: TrainingRunStore; audit: AuditTrail }) => Promise<T>): Promise<T>;
}

/** Narrow view of what monitoring stored. */
export interface FeedbackReader {
  /** Newest `limit` labelled rows, oldest first. */
  labelledRows(model: string, limit: number): Promise<LabelledRow[]>;
  pendingRows(model: string): Promise<{ predictionId: string; features: readonly Scalar[] }[]>;
  saveBackfill(model: string, version: number, scores: { predictionId: string; score: number }[]): Promise<void>;
  /** Rows recorded since a moment of the database's clock (null: ever). */
  countSince(model: string, since: Date | null): Promise<{ labels: number; predictions: number }>;
  databaseTime(): Promise<Date>;
}

export interface ChampionModel {
  readonly version: number;
  readonly signature: Signature;
  readonly artifact: Uint8Array;
}

/** Narrow view of the registry. */
export interface ModelCatalog {
  champion(model: string): Promise<ChampionModel | null>;
  /** Labelled rows that came with the model, oldest first: the training base before there is feedback. */
  trainingBase(model: string): Promise<LabelledRow[]>;
  /** Idempotent for one run: a repeated call answers the version registered before. */
  registerCandidate(candidate: {
    model: string;
    runId: string;
    artifact: Uint8Array;
    signature: Signature;
    trainedOn: readonly LabelledRow[];
    /** The candidate's answers to rows it was not trained on: what its live scores and losses are held against. */
    holdout: { readonly scores: Float64Array; readonly positive: readonly boolean[] };
    metrics: Readonly<Record<string, number>>;
    source: Readonly<Record<string, unknown>>;
    bornBecause: string;
    actor: string;
  }): Promise<number>;
  /** What the candidate was judged by, kept with the version. Idempotent: the same report is written once. */
  attachGateReport(attached: { model: string; version: number; report: GateReport; actor: string }): Promise<void>;
}

export interface RetrainingPolicies {
  retraining(model: string): Promise<RetrainingPolicy>;
  gate(model: string): Promise<GatePolicy>;
}

export interface CanaryStarter {
  openRollout(model: string): Promise<{ id: string; startedAt: Date } | null>;
  start(canary: { model: string; version: number; frozenAt: Date; reason: string }): Promise<void>;
}

export interface RunQueue {
  enqueueRun(runId: string): Promise<void>;
}

export interface RetrainingAnnouncer {
  announce(event: {
    kind: 'training.queued' | 'training.progress' | 'training.finished' | 'retraining.suppressed';
    model: string;
    summary: string;
    detail: Record<string, unknown>;
  }): Promise<void>;
}

export interface SnapshotStore {
  /** @returns SHA-256 of the bytes */
  put(bytes: Uint8Array): Promise<string>;
}
