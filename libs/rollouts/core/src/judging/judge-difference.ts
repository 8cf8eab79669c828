import { oneSidedHalfWidth, sequentialVerdict, type DifferenceEstimate, type SequentialRule } from '@plumbline/stats';
import type { MetricVerdict } from '../rollout';
import type { Comparison } from '../comparisons/evidence';

export type DifferenceVerdict = Pick<
  MetricVerdict,
  'champion' | 'candidate' | 'difference' | 'margin' | 'verdict' | 'neededN'
>;

/**
 * A difference and what is said of it at any look: the asymptotic confidence sequence around it (Waudby-Smith et al., arXiv
 * 2103.06476), so judging at each tick raises no false alarm.
 */
export function judgeDifference(
  { champion, candidate, difference }: Comparison,
  rule: Required<SequentialRule>,
): DifferenceVerdict {
  const { verdict, interval } = sequentialVerdict(difference, rule);
  return {
    champion,
    candidate,
    margin: rule.margin,
    verdict,
    difference: {
      estimate: difference ? interval.estimate : null,
      low: difference ? interval.lower : null,
      high: difference ? interval.upper : null,
      n: difference?.observations ?? 0,
    },
    neededN: verdict === 'not_enough_evidence' && difference ? observationsNeeded(difference, rule) : null,
  };
}

const MOST_OBSERVATIONS = 1e9;

/**
 * Observations at which the metric would be shown within its margin if estimate and spread stayed as they are; null when they
 * never would. The standard error falls with sqrt(N), the half-width in standard errors grows slowly: the smallest N with
 * halfWidth(N) se sqrt(n/N) < margin + gain is found by bisection.
 * Example: difference 0, se 0.02 at 1,000, margin 0.03, alpha 0.05, tuningN 5,000 -> 3,478.
 */
export function observationsNeeded(evidence: DifferenceEstimate, rule: Required<SequentialRule>): number | null {
  const { estimate, standardError, observations } = evidence;
  const room = rule.margin + (rule.direction === 'higher_is_better' ? estimate : -estimate);
  if (!(room > 0) || !(standardError > 0)) return null;
  const isShown = (n: number) => oneSidedHalfWidth(n, rule) * standardError * Math.sqrt(observations / n) < room;
  let [low, high] = [observations, MOST_OBSERVATIONS];
  if (!isShown(high)) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isShown(middle)) high = middle;
    else low = middle;
  }
  return Math.max(high, rule.minimumObservations);
}
