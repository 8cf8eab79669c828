import type { IntervalEstimate } from '../interval-estimate';

export const QUALITY_CHECKS = [
  'missing',
  'wrong_type',
  'out_of_range',
  'new_category',
  'constant',
  'volume',
  'freshness',
] as const;
export type QualityCheckName = (typeof QUALITY_CHECKS)[number];

export type QualityVerdict = 'violated' | 'within' | 'not_enough_evidence';

export interface QualityCheck {
  readonly check: QualityCheckName;
  /** Null for the window as a whole. */
  readonly feature: string | null;
  readonly verdict: QualityVerdict;
  /** Share of the rows that break the rule, with its interval; rows for the volume. */
  readonly observed: IntervalEstimate;
  /** What the reference, the earlier windows or the contract let expect, in the same unit. */
  readonly expected: number | null;
  /** Beyond this the difference matters. */
  readonly limit: number | null;
  /** Null where a contract decides without chance. */
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
  readonly basis: 'reference' | 'signature' | 'earlier_windows' | 'policy' | 'none';
  readonly examples: readonly string[];
}

/** One data quality check of merged windows, as it is stored and shown. */
export interface QualityReport {
  readonly model: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly verdict: QualityVerdict;
  readonly rows: number;
  readonly alpha: number;
  readonly checks: readonly QualityCheck[];
}
