import { oneSidedHalfWidth, twoSidedHalfWidth } from './confidence-sequence';
import type { DifferenceEstimate } from './mean-difference';

export type SequentialVerdict = 'better' | 'not_worse' | 'worse' | 'not_enough_evidence';

export interface SequentialRule {
  /** Harm that is accepted, in the metric's unit, >= 0. */
  readonly margin: number;
  /** Whether a larger value of the metric is good (accuracy) or bad (log loss, error rate). */
  readonly direction: 'higher_is_better' | 'lower_is_better';
  readonly alpha?: number;
  readonly tuningN?: number;
  /** Fewer observations are not judged: the law is asymptotic. */
  readonly minimumObservations?: number;
}

export interface SequentialResult {
  readonly verdict: SequentialVerdict;
  /** Candidate less stable in the metric's unit, two-sided, valid at every look. */
  readonly interval: { readonly estimate: number; readonly lower: number; readonly upper: number };
  readonly observations: number;
  readonly margin: number;
  readonly alpha: number;
}

/**
 * Judges candidate - stable at any look, as often as wished. Gain g = difference, its sign turned if lower is better.
 * 'worse' if g plus the one-sided half-width lies below -margin; 'better' if g less the two-sided half-width lies above
 * 0; 'not_worse' if g less the one-sided half-width lies above -margin; 'not_enough_evidence' otherwise, below
 * `minimumObservations`, and without any spread. With no true difference a false 'worse' is raised in at most a share
 * alpha of rollouts, however many looks.
 * Example: estimate -0.02, se 0.004, 5,000 observations, higher is better, margin 0.005 -> 'worse'.
 */
export function sequentialVerdict(
  evidence: DifferenceEstimate | undefined,
  { margin, direction, alpha = 0.05, tuningN = 5_000, minimumObservations = 100 }: SequentialRule,
): SequentialResult {
  const observations = evidence?.observations ?? 0;
  const known = { observations, margin, alpha };
  if (evidence === undefined || observations < 1) {
    const interval = { estimate: 0, lower: -Infinity, upper: Infinity };
    return { ...known, verdict: 'not_enough_evidence', interval };
  }
  const { estimate, standardError } = evidence;
  const options = { alpha, tuningN };
  const two = standardError * twoSidedHalfWidth(observations, options);
  const interval = { estimate, lower: estimate - two, upper: estimate + two };
  const one = standardError * oneSidedHalfWidth(observations, options);
  const gain = direction === 'higher_is_better' ? estimate : -estimate;
  const decide = (): SequentialVerdict => {
    if (observations < minimumObservations || !(standardError > 0)) return 'not_enough_evidence';
    if (gain + one < -margin) return 'worse';
    if (gain - two > 0) return 'better';
    return gain - one > -margin ? 'not_worse' : 'not_enough_evidence';
  };
  return { ...known, verdict: decide(), interval };
}
