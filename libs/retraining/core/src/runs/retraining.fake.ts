import type { GateReport } from '../gates/gate-report';
import type { AuditEntry, AuditTrail, Signature } from '@plumbline/registry-core';
import type { LabelledRow } from '../snapshot/data-snapshot';
import { trainedSignature } from '../training/trained-signature';
import type { TrainedModel, Trainer, TrainingRequest } from '../training/trainer.port';
import type { ExecuteRunPorts } from './execute-run';
import type { TrainingRunStore } from './retraining.port';
import type { TrainingRun } from './training-run';

const SIGNATURE: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [{ name: 'x', type: 'number', required: true }],
  inputs: [{ name: 'features', elementType: 'float', features: ['x'] }],
  output: {
    scoreTensor: 'probabilities',
    scoreColumn: 1,
    classes: ['no', 'yes'],
    positiveClass: 'yes',
    threshold: 0.5,
  },
  label: 'left',
  protectedAttributes: [],
};

/** Feature x is 1 for positives and 0 for negatives; "artifacts" are one byte: how well they read it. */
const ARTIFACT = { good: Uint8Array.of(90), poor: Uint8Array.of(50) };

function labelled(count: number): LabelledRow[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `row-${i}`,
    features: [i % 3 === 0 ? 1 : 0],
    attributes: null,
    positive: i % 3 === 0,
    source: 'feedback',
  }));
}

const scoreOf = (artifact: Uint8Array, x: unknown): number =>
  ((artifact[0] ?? 0) / 100 - 0.5) * (x === 1 ? 1 : -1) + 0.5;

class FakeTrainer implements Trainer {
  quality = ARTIFACT.good;
  failure: Error | null = null;
  trainedIds: string[] = [];

  async train({ signature, rows }: TrainingRequest): Promise<TrainedModel> {
    if (this.failure) throw this.failure;
    this.trainedIds = rows.map(({ id }) => id);
    const parityScores = Float64Array.from(rows.slice(0, 10), ({ features }) => scoreOf(this.quality, features[0]));
    return {
      onnx: this.quality,
      signature: trainedSignature(signature),
      parityScores,
      description: { trainer: 'fake' },
    };
  }
}

/** The world around a run, in memory: what was registered, backfilled, offered and announced. */
export class FakeRetraining {
  readonly runs = new Map<string, TrainingRun>();
  readonly entries: AuditEntry[] = [];
  readonly registered: { runId: string; version: number; trainedOn: readonly LabelledRow[] }[] = [];
  readonly gateReports = new Map<number, GateReport>();
  readonly backfilled: { version: number; predictionId: string; score: number }[] = [];
  readonly canaries: { version: number; frozenAt: Date }[] = [];
  readonly trainer = new FakeTrainer();
  rows = labelled(1200);
  canaryFailures = 0;

  private readonly store: TrainingRunStore = {
    find: async (id) => this.runs.get(id) ?? null,
    findOpen: async () => [...this.runs.values()].find(({ finishedAt }) => !finishedAt) ?? null,
    findLatest: async () => [...this.runs.values()].at(-1) ?? null,
    count: async () => this.runs.size,
    insert: async (run) => void this.runs.set(run.id, run),
    update: async (id, change) => void this.runs.set(id, { ...(this.runs.get(id) as TrainingRun), ...change }),
    recordSuppression: async () => undefined,
  };

  readonly ports: ExecuteRunPorts = {
    unitOfWork: {
      run: (work) => {
        const audit: AuditTrail = { record: async (entry) => void this.entries.push(entry) };
        return work({ runs: this.store, audit });
      },
    },
    feedback: {
      labelledRows: async (_model, limit) => this.rows.slice(-limit),
      pendingRows: async () => [{ predictionId: 'waiting', features: [1] }],
      saveBackfill: async (_model, version, scores) =>
        void this.backfilled.push(...scores.map((score) => ({ version, ...score }))),
      countSince: async () => ({ labels: 0, predictions: 0 }),
      databaseTime: async () => new Date('2026-01-01T00:00:00Z'),
    },
    catalog: {
      champion: async () => ({ version: 1, signature: SIGNATURE, artifact: Uint8Array.of(70) }),
      trainingBase: async () => [],
      registerCandidate: async ({ runId, trainedOn }) => {
        const known = this.registered.find((one) => one.runId === runId);
        if (known) return known.version;
        this.registered.push({ runId, version: 2 + this.registered.length, trainedOn });
        return 1 + this.registered.length;
      },
      attachGateReport: async ({ version, report }) => void this.gateReports.set(version, report),
    },
    policies: {
      retraining: async () => ({
        enabled: true,
        triggers: ['drift'],
        minimumNewLabels: 0,
        cooldownPredictions: 0,
        urgentCooldownPredictions: 0,
        urgentRatio: 2,
        cooldownMs: 0,
        supersedeRolloutAfter: 0,
        budgetRuns: 10,
        slidingRows: 10_000,
        halfLifeRows: 0,
        holdoutRecentRows: 1_000,
        holdoutShare: 0.3,
        trainer: 'boosting',
        parameters: {},
        action: 'canary',
      }),
      gate: async () => ({
        minimumHoldout: 200,
        logLossMargin: 0.02,
        confidence: 0.95,
        minimumAuc: 0.5,
        fairnessMinimumRatio: 0,
        maximumBytes: 1_000,
      }),
    },
    snapshots: { put: async () => 'digest-of-the-snapshot' },
    trainer: this.trainer,
    scorer: {
      score: async (_signature, artifact, rows) => Float64Array.from(rows, ([x]) => scoreOf(artifact, x)),
    },
    canary: {
      openRollout: async () => null,
      start: async ({ version, frozenAt }) => {
        if (this.canaryFailures-- > 0) throw new TypeError('killed before the canary');
        this.canaries.push({ version, frozenAt });
      },
    },
    announcer: { announce: async () => undefined },
  };

  useTrainer(quality: keyof typeof ARTIFACT): void {
    this.trainer.quality = ARTIFACT[quality];
  }

  queue(id: string): void {
    this.runs.set(id, {
      id,
      model: 'churn',
      trigger: 'drift',
      triggerDetail: { features: ['x'] },
      state: 'queued',
      stage: 'queued',
      progress: 0,
      championVersion: 1,
      candidateVersion: null,
      snapshot: null,
      evaluation: null,
      gates: null,
      reason: '',
      log: '',
      requestedBy: 'system:monitor',
      createdAt: new Date('2026-01-01T00:00:00Z'),
      startedAt: null,
      finishedAt: null,
    });
  }
}
