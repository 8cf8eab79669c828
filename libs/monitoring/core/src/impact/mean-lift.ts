import { type MeanCounters, normalQuantile } from '@plumbline/stats';
import type { IntervalEstimate } from '../interval-estimate';

/**
 * Relative lift a/b - 1 of two independent means by the delta method on their logarithms:
 * ln(a/b) ± z sqrt(va/(na a²) + vb/(nb b²)), so the interval stays above -1. Unknown unless both means are above 0 and
 * each side has two subjects.
 * Example: means 110 and 100, standard errors 2 and 5: 10 % in [-1 %, 22 %].
 */
export function meanLift(first: MeanCounters, second: MeanCounters, alpha: number): IntervalEstimate {
  const n = first.n + second.n;
  if (first.n < 2 || second.n < 2 || first.sum <= 0 || second.sum <= 0)
    return { estimate: null, low: null, high: null, n };
  const ratio = first.sum / first.n / (second.sum / second.n);
  const half = normalQuantile(1 - alpha / 2) * Math.hypot(relativeError(first), relativeError(second));
  return { estimate: ratio - 1, low: ratio * Math.exp(-half) - 1, high: ratio * Math.exp(half) - 1, n };
}

/** Standard error of the mean over the mean. */
function relativeError({ n, sum, sumOfSquares }: MeanCounters): number {
  const variance = Math.max(0, (sumOfSquares - (sum * sum) / n) / (n - 1));
  return Math.sqrt(variance / n) / (sum / n);
}
