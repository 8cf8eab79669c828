import type { GateResult } from '../gates/gate';

export type TrainingRunState = 'queued' | 'running' | 'rejected' | 'registered' | 'failed' | 'cancelled';
export const TRAINING_STAGES = ['queued', 'snapshot', 'train', 'evaluate', 'register', 'canary', 'done'] as const;
export type TrainingStage = (typeof TRAINING_STAGES)[number];

export interface TrainingRun {
  readonly id: string;
  readonly model: string;
  readonly trigger: string;
  readonly triggerDetail: Readonly<Record<string, unknown>>;
  readonly state: TrainingRunState;
  readonly stage: TrainingStage;
  /** 0..1 within the whole run. */
  readonly progress: number;
  readonly championVersion: number | null;
  readonly candidateVersion: number | null;
  /** Snapshot manifest, with the artifact digest of the stored rows. */
  readonly snapshot: Readonly<Record<string, unknown>> | null;
  readonly evaluation: Readonly<Record<string, unknown>> | null;
  readonly gates: readonly GateResult[] | null;
  readonly reason: string;
  readonly log: string;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type TrainingRunChange = Partial<
  Omit<TrainingRun, 'id' | 'model' | 'trigger' | 'triggerDetail' | 'requestedBy' | 'createdAt'>
>;
