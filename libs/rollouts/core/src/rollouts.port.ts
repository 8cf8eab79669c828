import type { AuditTrail } from '@plumbline/registry-core';
import type { RolloutEvidence } from './comparisons/evidence';
import type { Rollout } from './rollout';

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
  /** Whether this version, or another with the same artifact, was rolled back before. */
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

/** A candidate that is to become champion. */
export interface CandidatePromotion {
  readonly model: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: string;
  readonly rolloutId: string;
  readonly rolloutStartedAt: Date;
}

/** Whether the candidate may become champion: a protected alias takes approvals by people. */
export type Clearance =
  | { readonly kind: 'free' }
  | { readonly kind: 'waits'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Switches the champion alias. Idempotent: switching to what is already champion does nothing. */
export interface ChampionSwitch {
  current(model: string): Promise<number | null>;
  /** Asks for the approvals that are needed, once; moves nothing. */
  clear(promotion: CandidatePromotion): Promise<Clearance>;
  /** Looks again before it moves: whatever is not `promoted` moved nothing. */
  promote(promotion: CandidatePromotion): Promise<Exclude<Clearance, { kind: 'free' }> | { readonly kind: 'promoted' }>;
  /** A person's wish to promote now: done by approvals alone where the alias is protected, and then this says what is awaited. */
  ask(promotion: CandidatePromotion, person: Requester): Promise<Clearance>;
  /** The rollout ends otherwise: no approval of its candidate counts any more. */
  abandon(promotion: Pick<CandidatePromotion, 'model' | 'version' | 'reason' | 'actor'>): Promise<void>;
}

/** Who asks; two tokens of one person have the same `person`. */
export interface Requester {
  readonly actor: string;
  readonly person: string;
  readonly role: string;
}

export interface RolloutAnnouncer {
  announce(event: {
    kind: 'rollout.started' | 'rollout.step' | 'rollout.ended';
    rollout: Rollout;
    summary: string;
  }): Promise<void>;
}
