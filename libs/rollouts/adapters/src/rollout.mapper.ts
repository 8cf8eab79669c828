import type { Prisma } from '@plumbline/platform';
import { stepsOf } from '@plumbline/rollouts-core';
import type {
  Assessment,
  Rollout,
  RolloutArm,
  RolloutPolicy,
  RolloutState,
  RolloutStrategy,
} from '@plumbline/rollouts-core';

type RolloutRow = Prisma.RolloutGetPayload<object>;

export function toRollout(row: RolloutRow): Rollout {
  return {
    id: row.id,
    model: row.model,
    strategy: row.strategy as RolloutStrategy,
    state: row.state as RolloutState,
    championVersion: row.championVersion,
    candidateVersion: row.candidateVersion,
    stepIndex: row.stepIndex,
    sharePercent: row.sharePercent,
    arms: row.arms as unknown as RolloutArm[],
    salt: row.salt,
    policy: row.policy as unknown as RolloutPolicy,
    frozenAt: row.frozenAt,
    stepStartedAt: row.stepStartedAt,
    stepStartedSeq: row.stepStartedSeq,
    lastAssessment: row.lastVerdict as unknown as Assessment | null,
    acceptedSignals: row.acceptedSignals as string[],
    reason: row.reason,
    startedBy: row.startedBy,
    revision: row.revision,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}

/** The columns that change while a rollout runs. */
export function toChanges(rollout: Rollout) {
  return {
    state: rollout.state,
    candidateVersion: rollout.candidateVersion,
    stepIndex: rollout.stepIndex,
    sharePercent: rollout.sharePercent,
    stepStartedAt: rollout.stepStartedAt,
    stepStartedSeq: rollout.stepStartedSeq,
    ...(rollout.lastAssessment ? { lastVerdict: rollout.lastAssessment as unknown as Prisma.InputJsonValue } : {}),
    acceptedSignals: [...rollout.acceptedSignals],
    reason: rollout.reason,
    endedAt: rollout.endedAt,
  };
}

export function toRow(rollout: Rollout): Prisma.RolloutUncheckedCreateInput {
  return {
    id: rollout.id,
    model: rollout.model,
    strategy: rollout.strategy,
    championVersion: rollout.championVersion,
    steps: [...stepsOf(rollout)],
    arms: rollout.arms as unknown as Prisma.InputJsonValue,
    salt: rollout.salt,
    policy: rollout.policy as unknown as Prisma.InputJsonValue,
    frozenAt: rollout.frozenAt,
    startedBy: rollout.startedBy,
    startedAt: rollout.startedAt,
    revision: rollout.revision,
    ...toChanges(rollout),
  };
}
