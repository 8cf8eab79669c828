import type { MetricRole, MetricRule } from './judging/metric-rule';

/**
 * `promoting`: decided, the champion alias not yet switched; a controller that dies here repeats the switch.
 * `completed`: a shadow or an A/B test that has told what it could; nobody was promoted by it.
 */
export type RolloutState =
  'running' | 'paused' | 'promoting' | 'promoted' | 'rolled_back' | 'aborted' | 'superseded' | 'completed';

export type RolloutStrategy = 'canary' | 'blue-green' | 'shadow' | 'ab';

/** What answers beside the champion in an A/B test. */
export interface RolloutArm {
  readonly name: string;
  readonly version: number;
  readonly sharePercent: number;
}

/** No step is taken from `from` to `to` (HH:MM) of these weekdays; `to` before `from` ends on the next day. */
export interface FreezeWindow {
  readonly weekdays: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Structurally the `rollout` policy of the contracts, frozen into the rollout when it starts. */
export interface RolloutPolicy {
  /** Candidate shares of a canary in percent, growing; reaching 100 promotes. */
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
  /** What is judged beside the quality of the answers; of a started rollout all that is judged. Left out: log loss alone. */
  readonly metrics?: readonly MetricRule[];
  readonly freezeWindows?: readonly FreezeWindow[];
  /** Share of the requests that a shadow scores. */
  readonly shadowSamplePercent?: number;
  /** An A/B test ends after this time; 0 or left out: when it is decided. */
  readonly abDurationMs?: number;
}

export interface Rollout {
  readonly id: string;
  readonly model: string;
  readonly strategy: RolloutStrategy;
  readonly state: RolloutState;
  readonly championVersion: number;
  /** Of an A/B test the first arm's, or the one that a person promotes. */
  readonly candidateVersion: number;
  readonly stepIndex: number;
  /** Share of the requests that the candidate answers. */
  readonly sharePercent: number;
  /** Of an A/B test; empty otherwise. */
  readonly arms: readonly RolloutArm[];
  /** Salts the sticky assignment, so that two rollouts never pick the same people. */
  readonly salt: string;
  readonly policy: RolloutPolicy;
  /** The candidate has seen no label recorded after this time, so those labels judge it. */
  readonly frozenAt: Date;
  readonly stepStartedAt: Date;
  /** Highest prediction sequence number when the step began. */
  readonly stepStartedSeq: bigint;
  readonly lastAssessment: Assessment | null;
  /** Signals that paused it and that a person has seen: they pause it no more. */
  readonly acceptedSignals: readonly string[];
  readonly reason: string;
  readonly startedBy: string;
  /** Goes up by one at each change: compare-and-set. */
  readonly revision: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface MetricVerdict {
  readonly metric: string;
  /** Of an A/B test with several arms. */
  readonly arm?: string;
  /** guardrail: worse rolls back. gate: must be shown not worse. signal: worse pauses. dry_run: recorded only. */
  readonly role: MetricRole;
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
  /** Observations that are needed before anything is said of it. */
  readonly minimumN: number;
  /** Observations at which it would be shown within its margin, were the estimate to stay; null: never, or not known. */
  readonly neededN: number | null;
}

export type RolloutAction = 'hold' | 'advance' | 'promote' | 'roll_back' | 'pause' | 'complete';

/** A verdict with all that led to it; stored, shown and written into the audit log. */
export interface Assessment {
  readonly action: RolloutAction;
  readonly decision: string;
  readonly metrics: readonly MetricVerdict[];
  /** Chi-square p-value of the actual share against the set one; null before any prediction. */
  readonly sampleRatioP: number | null;
  readonly stepPredictions: number;
  readonly actualSharePercent: number | null;
  /** Of an A/B test, by version: share of this step's predictions in percent. */
  readonly actualSharesPercent?: Readonly<Record<number, number>>;
  /** What `advance` gives the candidate. */
  readonly nextSharePercent?: number;
  /** The evidence is in; people are awaited. */
  readonly awaitsApproval?: true;
}

export const isOpen = (rollout: Rollout): boolean => rollout.endedAt === null;
