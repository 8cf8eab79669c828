/** `promoting`: decided, the champion alias not yet switched; a controller that dies here repeats the switch. */
export type RolloutState = 'running' | 'paused' | 'promoting' | 'promoted' | 'rolled_back' | 'aborted' | 'superseded';

/** Structurally the `rollout` policy of the contracts, frozen into the rollout when it starts. */
export interface RolloutPolicy {
  /** Candidate shares in percent, growing; reaching 100 promotes. */
  readonly steps: readonly number[];
  readonly minimumStepPredictions: number;
  readonly minimumStepMs: number;
  readonly paired: boolean;
  readonly minimumLabelled: number;
  readonly alpha: number;
  /** Sample size at which the confidence sequence is tightest. */
  readonly tuningN: number;
  /** Nats of log loss that the candidate may be worse by. */
  readonly logLossMargin: number;
  readonly logLossRole: 'gate' | 'guardrail';
  readonly onNewCandidate: 'refuse' | 'supersede';
}

export interface Rollout {
  readonly id: string;
  readonly model: string;
  readonly strategy: 'canary';
  readonly state: RolloutState;
  readonly championVersion: number;
  readonly candidateVersion: number;
  readonly stepIndex: number;
  readonly sharePercent: number;
  /** Salts the sticky assignment, so that two rollouts never pick the same people. */
  readonly salt: string;
  readonly policy: RolloutPolicy;
  /** The candidate has seen no label recorded after this time, so those labels judge it. */
  readonly frozenAt: Date;
  readonly stepStartedAt: Date;
  /** Highest prediction sequence number when the step began. */
  readonly stepStartedSeq: bigint;
  readonly lastAssessment: Assessment | null;
  readonly reason: string;
  readonly startedBy: string;
  /** Goes up by one at each change: compare-and-set. */
  readonly revision: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface PairedEvidence {
  /** Rows that both versions scored and whose label was recorded after the candidate was frozen. */
  readonly n: number;
  /** Mean and sample variance of (candidate's log loss - champion's log loss) over those rows. */
  readonly meanDifference: number;
  readonly varianceOfDifference: number;
  readonly championLogLoss: number | null;
  readonly candidateLogLoss: number | null;
}

export interface RolloutEvidence {
  /** Predictions answered since the step began. */
  readonly step: { readonly total: number; readonly candidate: number };
  readonly paired: PairedEvidence;
}

export interface MetricVerdict {
  readonly metric: string;
  readonly role: 'guardrail' | 'gate' | 'signal';
  readonly champion: number | null;
  readonly candidate: number | null;
  readonly difference: {
    readonly estimate: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly n: number;
  };
  readonly margin: number;
  readonly verdict: 'better' | 'not_worse' | 'worse' | 'not_enough_evidence';
  readonly rule: string;
}

export type RolloutAction = 'hold' | 'advance' | 'promote' | 'roll_back' | 'pause';

/** A verdict with all that led to it; stored, shown and written into the audit log. */
export interface Assessment {
  readonly action: RolloutAction;
  readonly decision: string;
  readonly metrics: readonly MetricVerdict[];
  /** Chi-square p-value of the actual share against the set one; null before any prediction. */
  readonly sampleRatioP: number | null;
  readonly stepPredictions: number;
  readonly actualSharePercent: number | null;
  /** The evidence is in; people are awaited. */
  readonly awaitsApproval?: true;
}

export const isOpen = (rollout: Rollout): boolean => rollout.endedAt === null;
