import type { Signature } from '@plumbline/registry-core';
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

/** Answers of a model without a probability of one class, against their outcomes. */
export interface LabelHits {
  readonly rows: number;
  readonly correct: number;
}

/** All that is kept of the predictions of one version in one event-time window: plain JSON, mergeable. */
export interface WindowCounters {
  version: 1;
  predictions: number;
  labelled: number;
  /** In the signature's feature order, over the reference's bins. */
  features: WindowCounts[];
  score: WindowCounts;
  /** Labelled rows of a binary model with probabilities; null for any other. */
  labels: ScoreCounters | null;
  /** Labelled rows of a multiclass model, or of one that gives only labels; absent for any other. */
  hits?: LabelHits;
  /** In the order of the signature's protected attributes. */
  groups: GroupCounts[][];
}

/** The score is the probability of one class: log loss and AUC mean something. */
const scoresPositive = ({ task, output }: Signature): boolean => task === 'binary' && output.kind !== 'label';

export const countsHits = (signature: Signature): boolean =>
  signature.task !== 'regression' && !scoresPositive(signature);

export function mergeHits(a: LabelHits | undefined, b: LabelHits | undefined): LabelHits | undefined {
  return a && b ? { rows: a.rows + b.rows, correct: a.correct + b.correct } : (a ?? b);
}

export function emptyCounters(version: MonitoredVersion): WindowCounters {
  return {
    version: 1,
    predictions: 0,
    labelled: 0,
    features: version.featureBins.map(emptyCounts),
    score: emptyCounts(version.scoreBins),
    labels: scoresPositive(version.signature) ? emptyScoreCounters(SCORE_CELLS) : null,
    ...(countsHits(version.signature) ? { hits: { rows: 0, correct: 0 } } : {}),
    groups: version.groupReaders.map(() => []),
  };
}

/** Both windows together; associative and commutative (floating sums up to rounding). Needs one version's counters. */
export function mergeCounters(a: WindowCounters, b: WindowCounters): WindowCounters {
  const hits = mergeHits(a.hits, b.hits);
  return {
    version: 1,
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    features: a.features.map((counts, i) => mergeCounts(counts, b.features[i] as WindowCounts)),
    score: mergeCounts(a.score, b.score),
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : null,
    ...(hits ? { hits } : {}),
    groups: a.groups.map((groups, i) => mergeGroups(groups, b.groups[i] ?? [])),
  };
}

/** Start of the window that holds the instant, both in ms since the epoch; windows lie on multiples of their length. */
export const windowStart = (servedAtMs: number, windowMs: number): number =>
  Math.floor(servedAtMs / windowMs) * windowMs;
