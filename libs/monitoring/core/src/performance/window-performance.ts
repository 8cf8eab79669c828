import {
  type CalibrationCells,
  type ErrorSums,
  mergeCalibrationCells,
  mergeErrorSums,
  mergeScoreCounters,
  mergeScoreHistograms,
  type ScoreCounters,
  type ScoreHistogram,
  scoreMetrics,
} from '@plumbline/stats';
import { type GroupCounts, mergeGroups, mergeOptional } from '../window/group-counts';
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
  readonly timedOut?: number | null;
  readonly scores?: ScoreHistogram | null;
  readonly confusion?: readonly number[] | null;
  readonly calibration?: CalibrationCells | null;
  readonly errors?: ErrorSums | null;
  readonly delays?: readonly number[] | null;
  readonly segments?: Readonly<Record<string, GroupCounts[]>> | null;
}

const orAbsent = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

function either<K extends keyof PerformanceCounters>(
  key: K,
  a: PerformanceCounters,
  b: PerformanceCounters,
  merge: (x: NonNullable<PerformanceCounters[K]>, y: NonNullable<PerformanceCounters[K]>) => PerformanceCounters[K],
): PerformanceCounters[K] | null {
  const merged = mergeOptional(orAbsent(a[key]), orAbsent(b[key]), (x, y) => merge(x!, y!) as typeof x);
  return merged ?? null;
}

const addCells = (a: readonly number[], b: readonly number[]): number[] => a.map((n, i) => n + (b[i] ?? 0));

/** Versions may have other classes or score bins: then there is nothing that holds for both. */
const sameLength = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length;

function mergeTwo(a: PerformanceCounters, b: PerformanceCounters): PerformanceCounters {
  return {
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    score: { sum: a.score.sum + b.score.sum, min: a.score.min ?? b.score.min },
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : (a.labels ?? b.labels),
    hits: mergeHits(orAbsent(a.hits), orAbsent(b.hits)) ?? null,
    timedOut: either('timedOut', a, b, (x, y) => x + y),
    scores: either('scores', a, b, mergeScoreHistograms),
    confusion: either('confusion', a, b, (x, y) => (sameLength(x, y) ? addCells(x, y) : null)),
    calibration: either('calibration', a, b, (x, y) =>
      sameLength(x.rows, y.rows) ? mergeCalibrationCells(x, y) : null,
    ),
    errors: either('errors', a, b, mergeErrorSums),
    delays: either('delays', a, b, addCells),
    segments: either('segments', a, b, (x, y) => {
      const names = [...new Set([...Object.keys(x), ...Object.keys(y)])];
      return Object.fromEntries(names.map((name) => [name, mergeSegments(x[name] ?? [], y[name] ?? [])]));
    }),
  };
}

/** Of several versions, whose score bins differ: what rests on those bins is left out. */
const mergeSegments = (a: readonly GroupCounts[], b: readonly GroupCounts[]): GroupCounts[] => {
  const widths = new Set([...a, ...b].flatMap(({ calibration }) => calibration?.rows.length ?? []));
  const kept = (groups: readonly GroupCounts[]): GroupCounts[] =>
    widths.size < 2 ? [...groups] : groups.map(({ calibration: _left, ...rest }) => rest);
  return mergeGroups(kept(a), kept(b));
};

/** Windows of one or several versions together; null without windows. */
export const mergePerformance = (windows: readonly PerformanceCounters[]): PerformanceCounters | null =>
  windows.length === 0 ? null : windows.reduce(mergeTwo);

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
