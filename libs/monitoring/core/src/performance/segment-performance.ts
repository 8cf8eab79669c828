import type { GroupCounts } from '../window/group-counts';
import { groupMetrics, type PerformanceMetric, type PerformanceMetrics } from './performance-metrics';

export interface SegmentPerformance {
  readonly segmentation: string;
  readonly segment: string;
  readonly predictions: number;
  readonly labelled: number;
  readonly metrics: PerformanceMetrics;
}

/** The loss a segment is judged by: the first of these that it has. */
const LOSSES: readonly PerformanceMetric[] = ['logLoss', 'rmse'];

/** Below it an interval says little, and one unlucky row would head the list. */
const MINIMUM_LABELLED = 30;

/** How bad a segment is at least: the end of its interval that is kindest to it; null when nothing is known. */
function leastBadness({ labelled, metrics }: SegmentPerformance): number | null {
  if (labelled < MINIMUM_LABELLED) return null;
  for (const loss of LOSSES) if (metrics[loss]?.low != null) return metrics[loss].low;
  return metrics.accuracy?.high == null ? null : 1 - metrics.accuracy.high;
}

/** Segments of the monitor policy, worst first; those with too few labelled rows come last. */
export function segmentPerformance(segments: Readonly<Record<string, readonly GroupCounts[]>>): SegmentPerformance[] {
  const all = Object.entries(segments).flatMap(([segmentation, groups]) =>
    groups.map((group) => {
      const { group: segment, n: predictions, labelled } = group;
      return { segmentation, segment, predictions, labelled, metrics: groupMetrics(group) };
    }),
  );
  return all
    .map((one) => ({ one, badness: leastBadness(one) ?? -Infinity }))
    .sort((a, b) => b.badness - a.badness || (a.one.segment < b.one.segment ? -1 : 1))
    .map(({ one }) => one);
}
