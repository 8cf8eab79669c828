import { mergeScoreCounters, type ScoreCounters, scoreMetrics } from '@plumbline/stats';

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

/** The part of a window's counters that performance needs; of any version, as it has no bins of a reference. */
export interface PerformanceCounters {
  readonly predictions: number;
  readonly labelled: number;
  readonly score: { readonly sum: number };
  readonly labels: ScoreCounters | null;
}

/** Windows of one or several versions together; null without windows. */
export function mergePerformance(windows: readonly PerformanceCounters[]): PerformanceCounters | null {
  if (windows.length === 0) return null;
  return windows.reduce((a, b) => ({
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    score: { sum: a.score.sum + b.score.sum },
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : (a.labels ?? b.labels),
  }));
}

/** Log loss and accuracy are exact sums; the AUC comes from the score histogram. */
export function windowPerformance({ predictions, labelled, score, labels }: PerformanceCounters): WindowPerformance {
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
