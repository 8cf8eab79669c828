import type { FairnessLimit } from './fairness/fairness-limits';
import type { SegmentSpec } from './groups/segments';

/** Windows and verdicts of one model; the same fields as the contract's policy `monitor`. Times are event times. */
export interface MonitorPolicy {
  readonly windowMs: number;
  readonly driftWindows: number;
  readonly graceMs: number;
  readonly minimumRows: number;
  readonly alpha: number;
  readonly minimumEffect: number;
  readonly driftedShare: number;
  readonly qualityTolerance: number;
  readonly volumeFactor: number;
  readonly maximumSilenceMs: number;
  readonly performanceMargin: number;
  readonly fairnessMinimumRatio: number;
  readonly fairnessMinimumGroup: number;
  /** Further limits; without an attribute of every one. */
  readonly fairness?: readonly FairnessLimit[];
  readonly segments?: readonly SegmentSpec[];
  readonly rollUpHoursAfterMs?: number;
  readonly rollUpDaysAfterMs?: number;
  readonly retentionMs?: number;
}

export interface LabelPolicy {
  readonly horizonMs: number;
  readonly onTimeout: 'censored' | 'negative';
  /** A negative told sooner after its prediction is provisional; absent: every label is final at once. */
  readonly maturityMs?: number;
}
