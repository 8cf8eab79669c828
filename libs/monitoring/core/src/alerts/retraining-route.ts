import { driftScore } from '../drift/evaluate-drift';
import type { CheckFindings } from './check-signals';

export interface RetrainingRequest {
  readonly trigger: 'drift' | 'performance' | 'fairness';
  readonly detail: {
    readonly features: readonly string[];
    readonly score: number;
    readonly windowTo: string;
    /** Realised log loss over the one expected at birth, when it is shown to be worse. */
    readonly lossRatio?: number;
  };
}

function triggerOf(watch: string): RetrainingRequest['trigger'] {
  if (watch === 'fairness') return 'fairness';
  return watch.endsWith('drift') ? 'drift' : 'performance';
}

const RANK = ['drift', 'performance', 'fairness'] as const;

/** @param watches of the firing alerts with a bad window whose rules ask for retraining; drift counts before performance */
export function retrainingRequest(
  watches: readonly string[],
  { report, performance }: Pick<CheckFindings, 'report' | 'performance'>,
): RetrainingRequest | null {
  const triggers = watches.map(triggerOf);
  const trigger = RANK.find((one) => triggers.includes(one));
  if (trigger === undefined) return null;
  const { verdict, realised, expected, difference } = performance;
  const worse = verdict === 'worse' && realised !== null && expected !== null && expected > 0;
  const drifting = report.features.filter((row) => row.verdict === 'drift').map(({ feature }) => feature);
  return {
    trigger,
    detail: {
      features: trigger === 'drift' ? drifting : [],
      score: trigger === 'drift' ? driftScore(report) : (difference.estimate ?? 0),
      windowTo: report.to,
      ...(worse ? { lossRatio: realised / expected } : {}),
    },
  };
}
