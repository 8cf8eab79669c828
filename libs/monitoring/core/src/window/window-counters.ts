import {
  emptyCounts,
  emptyScoreCounters,
  mergeCounts,
  mergeScoreCounters,
  type ScoreCounters,
  type WindowCounts,
} from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import { mergeGroups, type GroupCounts } from './group-counts';

/** Cells of the labelled-score histograms: the AUC of a window is exact up to pairs in one cell. */
export const SCORE_CELLS = 250;

/** All that is kept of the predictions of one version in one event-time window: plain JSON, mergeable. */
export interface WindowCounters {
  version: 1;
  predictions: number;
  labelled: number;
  /** In the signature's feature order, over the reference's bins. */
  features: WindowCounts[];
  score: WindowCounts;
  /** Labelled rows of a binary model; null for a regression. */
  labels: ScoreCounters | null;
  /** In the order of the signature's protected attributes. */
  groups: GroupCounts[][];
}

export function emptyCounters(version: MonitoredVersion): WindowCounters {
  return {
    version: 1,
    predictions: 0,
    labelled: 0,
    features: version.featureBins.map(emptyCounts),
    score: emptyCounts(version.scoreBins),
    labels: version.signature.task === 'binary' ? emptyScoreCounters(SCORE_CELLS) : null,
    groups: version.groupReaders.map(() => []),
  };
}

/** Both windows together; associative and commutative (floating sums up to rounding). Needs one version's counters. */
export function mergeCounters(a: WindowCounters, b: WindowCounters): WindowCounters {
  return {
    version: 1,
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    features: a.features.map((counts, i) => mergeCounts(counts, b.features[i] as WindowCounts)),
    score: mergeCounts(a.score, b.score),
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : null,
    groups: a.groups.map((groups, i) => mergeGroups(groups, b.groups[i] ?? [])),
  };
}

/** Start of the window that holds the instant, both in ms since the epoch; windows lie on multiples of their length. */
export const windowStart = (servedAtMs: number, windowMs: number): number =>
  Math.floor(servedAtMs / windowMs) * windowMs;
