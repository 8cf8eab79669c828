import type { AuditTrail } from '@plumbline/registry-core';
import type { Rollout, RolloutEvidence } from './rollout';

export interface RolloutStore {
  find(id: string): Promise<Rollout | null>;
  findOpen(model: string): Promise<Rollout | null>;
  listOpen(): Promise<Rollout[]>;
  insert(rollout: Rollout): Promise<void>;
  /** Compare-and-set on `rollout.revision`; writes revision + 1. False when somebody else was faster. */
  update(rollout: Rollout): Promise<boolean>;
  appendEvent(event: {
    rolloutId: string;
    kind: string;
    actor: string;
    reason: string;
    assessment?: unknown;
  }): Promise<void>;
  /** Fate of earlier rollouts that offered this version. */
  wasRolledBack(model: string, candidateVersion: number): Promise<boolean>;
}

export interface RolloutUnitOfWork {
  run<T>(work: (tx: { rollouts: RolloutStore; audit: AuditTrail }) => Promise<T>): Promise<T>;
}

/** Narrow read into monitoring: what happened since the step began. */
export interface RolloutEvidenceReader {
  read(rollout: Rollout): Promise<RolloutEvidence>;
  latestPredictionSeq(model: string): Promise<bigint>;
}

/** Switches the champion alias. Idempotent: switching to what is already champion does nothing. */
export interface ChampionSwitch {
  current(model: string): Promise<number | null>;
  promote(change: {
    model: string;
    version: number;
    expectedVersion: number;
    reason: string;
    actor: string;
  }): Promise<void>;
}

export interface RolloutAnnouncer {
  announce(event: {
    kind: 'rollout.started' | 'rollout.step' | 'rollout.ended';
    rollout: Rollout;
    summary: string;
  }): Promise<void>;
}
