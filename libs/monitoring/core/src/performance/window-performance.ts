import { scoreMetrics } from '@plumbline/stats';
import type { WindowCounters } from '../window/window-counters';

/** What a window, or several merged, says about performance; null where it says nothing. */
export interface WindowPerformance {
  readonly predictions: number;
  readonly labelled: number;
  readonly positiveRate: number | null;
  readonly meanScore: number | null;
  readonly logLoss: number | null;
  readonly auc: number | null;
  readonly accuracy: number | null;
}

/** Log loss and accuracy are exact sums; the AUC comes from the score histogram. */
export function windowPerformance({ predictions, labelled, score, labels }: WindowCounters): WindowPerformance {
  const metrics = labels === null ? null : scoreMetrics(labels);
  const meanScore = predictions > 0 ? score.sum / predictions : null;
  return {
    predictions,
    labelled,
    positiveRate: metrics && metrics.rows > 0 ? metrics.positives / metrics.rows : null,
    meanScore,
    logLoss: metrics?.logLoss ?? null,
    auc: metrics?.auc ?? null,
    accuracy: metrics?.accuracy ?? null,
  };
}
