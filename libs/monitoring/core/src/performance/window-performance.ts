import { mergeScoreCounters, type ScoreCounters, scoreMetrics } from '@plumbline/stats';
import { type LabelHits, mergeHits } from '../window/window-counters';

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
  /** `min` is null where no score was a number that means something. */
  readonly score: { readonly sum: number; readonly min: number | null };
  readonly labels: ScoreCounters | null;
  readonly hits?: LabelHits | null;
}

/** Windows of one or several versions together; null without windows. */
export function mergePerformance(windows: readonly PerformanceCounters[]): PerformanceCounters | null {
  if (windows.length === 0) return null;
  return windows.reduce((a, b) => ({
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    score: { sum: a.score.sum + b.score.sum, min: a.score.min ?? b.score.min },
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : (a.labels ?? b.labels),
    hits: mergeHits(a.hits ?? undefined, b.hits ?? undefined) ?? null,
  }));
}

/** Right answers among all rows whose outcome is known, of versions with and without probabilities. */
function accuracyOf(metrics: ReturnType<typeof scoreMetrics> | null, hits: LabelHits | null): number | null {
  const scored = metrics?.accuracy == null ? { rows: 0, correct: 0 } : rightOf(metrics.accuracy, metrics.rows);
  const rows = scored.rows + (hits?.rows ?? 0);
  return rows > 0 ? (scored.correct + (hits?.correct ?? 0)) / rows : null;
}

const rightOf = (accuracy: number, rows: number): LabelHits => ({ rows, correct: accuracy * rows });

/** Log loss and accuracy are exact sums; the AUC comes from the score histogram. */
export function windowPerformance(counters: PerformanceCounters): WindowPerformance {
  const { predictions, labelled, score, labels } = counters;
  const metrics = labels === null ? null : scoreMetrics(labels);
  const meanScore = predictions > 0 && score.min !== null ? score.sum / predictions : null;
  return {
    predictions,
    labelled,
    positiveRate: metrics && metrics.rows > 0 ? metrics.positives / metrics.rows : null,
    meanScore,
    logLoss: metrics?.logLoss ?? null,
    auc: metrics?.auc ?? null,
    accuracy: accuracyOf(metrics, counters.hits ?? null),
  };
}
