import type { Interval } from '../intervals/interval';
import { createRandom } from '../random/sfc32';
import { areaUnderCurve } from './area-under-curve';
import { type ExpectedPerformance, expectedPerformance } from './cbpe';
import { confusionMatrix, confusionRates, type Label } from './confusion-matrix';
import { logLoss } from './proper-scores';

export const CBPE_METRICS = ['accuracy', 'precision', 'recall', 'f1', 'auc', 'logLoss'] as const;
export type CbpeMetric = (typeof CBPE_METRICS)[number];

export interface CbpeBandOptions {
  readonly alpha?: number;
  readonly draws?: number;
  readonly seed?: number;
}

/** Sorted values of a metric over the draws in which it was defined. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))] as number;
}

/**
 * Band in which the realised metric falls with probability 1 - alpha if the probabilities are calibrated: labels are
 * drawn from them, seeded, and the metrics computed (500 draws). A realised metric outside its band says that the
 * calibration no longer holds, hence concept drift. Metrics undefined in most draws are left out.
 */
export function expectedPerformanceBand(
  probabilities: readonly number[],
  predicted: readonly Label[],
  { alpha = 0.05, draws = 500, seed = 1 }: CbpeBandOptions = {},
): Partial<Record<CbpeMetric, Interval>> {
  const random = createRandom(seed);
  const expected: ExpectedPerformance = expectedPerformance(probabilities, predicted);
  const values: Record<CbpeMetric, number[]> = {
    accuracy: [],
    precision: [],
    recall: [],
    f1: [],
    auc: [],
    logLoss: [],
  };
  for (let draw = 0; draw < draws; draw += 1) {
    const labels = probabilities.map((p): Label => (random.next() < p ? 1 : 0));
    const realised = {
      ...confusionRates(confusionMatrix(labels, predicted)),
      auc: areaUnderCurve(labels, probabilities),
      logLoss: logLoss(labels, probabilities),
    };
    for (const metric of CBPE_METRICS) {
      const value = realised[metric];
      if (value !== undefined) values[metric].push(value);
    }
  }
  const band: Partial<Record<CbpeMetric, Interval>> = {};
  for (const metric of CBPE_METRICS) {
    const sorted = values[metric].sort((a, b) => a - b);
    const estimate = expected[metric];
    if (estimate === undefined || sorted.length < draws / 2) continue;
    band[metric] = { estimate, lower: quantile(sorted, alpha / 2), upper: quantile(sorted, 1 - alpha / 2) };
  }
  return band;
}
