import type { Prisma } from '@plumbline/platform';
import type { GateView, TrainingRunView } from '@plumbline/contracts';
import type {
  GateResult,
  TrainingRun,
  TrainingRunChange,
  TrainingRunState,
  TrainingStage,
} from '@plumbline/retraining-core';

type Row = Prisma.TrainingRunGetPayload<object>;
type Json = Prisma.InputJsonValue;

export function toTrainingRun(row: Row): TrainingRun {
  return {
    ...row,
    state: row.state as TrainingRunState,
    stage: row.stage as TrainingStage,
    triggerDetail: row.triggerDetail as Record<string, unknown>,
    snapshot: row.snapshot as Record<string, unknown> | null,
    evaluation: row.evaluation as Record<string, unknown> | null,
    gates: row.gates as unknown as GateResult[] | null,
  };
}

export function toColumns({ snapshot, evaluation, gates, ...plain }: TrainingRunChange): Prisma.TrainingRunUpdateInput {
  return {
    ...plain,
    ...(snapshot ? { snapshot: snapshot as Json } : {}),
    ...(evaluation ? { evaluation: evaluation as Json } : {}),
    ...(gates ? { gates: gates as unknown as Json } : {}),
  };
}

export function toTrainingRunView(run: TrainingRun): TrainingRunView {
  return {
    id: run.id,
    model: run.model,
    trigger: run.trigger,
    triggerDetail: { ...run.triggerDetail },
    state: run.state,
    stage: run.stage,
    progress: run.progress,
    championVersion: run.championVersion,
    candidateVersion: run.candidateVersion,
    snapshot: run.snapshot ? { ...run.snapshot } : null,
    gates: (run.gates ?? []).map((gate): GateView => ({ ...gate, value: gate.value ? { ...gate.value } : null })),
    reason: run.reason,
    log: run.log,
    requestedBy: run.requestedBy,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}
