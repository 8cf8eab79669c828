import type { QualityCheck } from './quality-report';

/**
 * Did nothing come for too long? A clock and a limit of the policy, no chance in it: silence is of real time, between
 * the newest recorded prediction and now, since no window closes while nothing comes. Never anything: no evidence.
 */
export function freshnessCheck(latest: Date | null, now: Date, maximumSilenceMs: number): QualityCheck {
  const silenceMs = latest === null ? null : Math.max(0, now.getTime() - latest.getTime());
  return {
    ...{ check: 'freshness', feature: null, examples: [] },
    verdict: silenceMs === null ? 'not_enough_evidence' : silenceMs > maximumSilenceMs ? 'violated' : 'within',
    observed: { estimate: silenceMs, low: null, high: null, n: latest === null ? 0 : 1 },
    ...{ expected: null, limit: maximumSilenceMs, pValue: null, adjustedPValue: null, basis: 'policy' },
  };
}
