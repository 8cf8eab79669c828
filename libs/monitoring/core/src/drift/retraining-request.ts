import type { PerformanceVerdict } from '../performance/performance-drift';
import type { DriftDocument } from './drift-document';
import { driftScore } from './evaluate-drift';

export interface RetrainingRequest {
  readonly trigger: 'drift' | 'performance';
  readonly detail: {
    readonly features: readonly string[];
    readonly score: number;
    readonly windowTo: string;
  };
}

/** What the latest check asks for: drift of the whole, else worse performance, else nothing. */
export function shouldRequestRetraining(
  report: DriftDocument,
  performance: PerformanceVerdict,
): RetrainingRequest | null {
  const windowTo = report.to;
  if (report.verdict === 'drift') {
    const features = report.features.filter(({ verdict }) => verdict === 'drift').map(({ feature }) => feature);
    return { trigger: 'drift', detail: { features, score: driftScore(report), windowTo } };
  }
  if (performance.verdict !== 'worse') return null;
  return { trigger: 'performance', detail: { features: [], score: performance.difference.estimate ?? 0, windowTo } };
}
