import { normalQuantile } from '@plumbline/stats';
import type { IntervalEstimate } from '../interval-estimate';
import type { MonitorPolicy } from '../policies';
import type { ExpectedPerformance } from '../reference/reference-profile';
import type { WindowCounters } from '../window/window-counters';

export interface PerformanceVerdict {
  readonly verdict: 'worse' | 'not_worse' | 'not_enough_evidence';
  /** Realised minus expected mean log loss. */
  readonly difference: IntervalEstimate;
  readonly margin: number;
  readonly expected: number | null;
  readonly realised: number | null;
}

const NOTHING = (margin: number, n: number): PerformanceVerdict => ({
  verdict: 'not_enough_evidence',
  difference: { estimate: null, low: null, high: null, n },
  margin,
  expected: null,
  realised: null,
});

/**
 * Has the version become worse than at birth? difference = realised - expected mean log loss (nats), with the normal
 * interval at level 1 - alpha and standard error sqrt(s²/n + s0²/n0); s0² is the realised variance when the expected
 * one is unknown. Worse only if the whole interval lies above the margin; not worse only if it lies wholly below.
 * Fewer than `minimumRows` labels are not judged.
 */
export function performanceDrift(
  expected: ExpectedPerformance | null,
  counters: WindowCounters,
  policy: Pick<MonitorPolicy, 'performanceMargin' | 'alpha' | 'minimumRows'>,
): PerformanceVerdict {
  const margin = policy.performanceMargin;
  const n = counters.labels?.rows ?? 0;
  if (expected === null || counters.labels === null || n < Math.max(2, policy.minimumRows)) return NOTHING(margin, n);
  const realised = counters.labels.logLossSum / n;
  const variance = Math.max(0, (counters.labels.logLossSquares - n * realised * realised) / (n - 1));
  const expectedVariance = expected.logLossVariance ?? variance;
  const standardError = Math.sqrt(variance / n + (expected.n > 0 ? expectedVariance / expected.n : 0));
  const half = normalQuantile(1 - policy.alpha / 2) * standardError;
  const estimate = realised - expected.logLoss;
  const [low, high] = [estimate - half, estimate + half];
  const verdict = low > margin ? 'worse' : high <= margin ? 'not_worse' : 'not_enough_evidence';
  return { verdict, difference: { estimate, low, high, n }, margin, expected: expected.logLoss, realised };
}
