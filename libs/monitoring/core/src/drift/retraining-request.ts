import type { PerformanceVerdict } from '../performance/performance-drift';
import type { DriftDocument } from './drift-document';
import { driftScore } from './evaluate-drift';

export interface RetrainingRequest {
  readonly trigger: 'drift' | 'performance';
  readonly detail: {
    readonly features: readonly string[];
    readonly score: number;
    readonly windowTo: string;
    /** Realised log loss over the one expected at birth, when it is shown to be worse. */
    readonly lossRatio?: number;
  };
}

/** What the latest check asks for: drift of the whole, else worse performance, else nothing. */
export function shouldRequestRetraining(
  report: DriftDocument,
  performance: PerformanceVerdict,
): RetrainingRequest | null {
  const windowTo = report.to;
  const { verdict, realised, expected, difference } = performance;
  const worse = verdict === 'worse' && realised !== null && expected !== null && expected > 0;
  const lossRatio = worse ? { lossRatio: realised / expected } : {};
  if (report.verdict === 'drift') {
    const features = report.features.filter((feature) => feature.verdict === 'drift').map(({ feature }) => feature);
    return { trigger: 'drift', detail: { features, score: driftScore(report), windowTo, ...lossRatio } };
  }
  if (verdict !== 'worse') return null;
  return { trigger: 'performance', detail: { features: [], score: difference.estimate ?? 0, windowTo, ...lossRatio } };
}
