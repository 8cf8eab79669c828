import type { Signature } from '@plumbline/registry-core';
import {
  type CalibrationCells,
  emptyCounts,
  emptyScoreCounters,
  emptyScoreHistogram,
  type ErrorSums,
  mergeCalibrationCells,
  mergeCounts,
  mergeErrorSums,
  mergeScoreCounters,
  mergeScoreHistograms,
  type ScoreCounters,
  type ScoreHistogram,
  type WindowCounts,
} from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import { emptyWindowQuality, mergeWindowQuality, type WindowQuality } from '../quality/window-quality';
import { mergeGroups, mergeOptional, type GroupCounts } from './group-counts';

/** Cells of the score histograms: the AUC of a window is exact up to pairs in one cell. */
const SCORE_CELLS = 250;
/** Models with more classes keep right and wrong only. */
const MAXIMUM_CLASSES = 25;

/** Answers of a model without a probability of one class, against their outcomes. */
export interface LabelHits {
  readonly rows: number;
  readonly correct: number;
}

type Segments = Record<string, GroupCounts[]>;

/**
 * All that is kept of the predictions of one version in one event-time window: plain JSON, mergeable. Version 2 added
 * what is optional here; a stored version 1 is read as it is, and what it lacks was not counted.
 */
export interface WindowCounters {
  version: 1 | 2;
  predictions: number;
  labelled: number;
  /** Labelled rows that are negative because their label horizon passed without an outcome. */
  timedOut?: number;
  /** In the signature's feature order, over the reference's bins. */
  features: WindowCounts[];
  score: WindowCounts;
  /** Reconstruction errors of the rows, over the bins of the reference's; absent where it has none. */
  joint?: WindowCounts;
  quality?: WindowQuality;
  /** All predictions of a classifier with probabilities; for multiclass that of the answered class. */
  scores?: ScoreHistogram;
  /** Labelled rows of a binary model with probabilities; null for any other. */
  labels: ScoreCounters | null;
  /** Labelled rows of a multiclass model, or of one that gives only labels; absent for any other. */
  hits?: LabelHits;
  /** Beside `hits`, row by outcome and column by answer, in the order of `confusionClasses`. */
  confusion?: number[];
  /** Of a multiclass model: probability of the answered class against right or wrong, by score bin. */
  calibration?: CalibrationCells;
  /** Of a regression. */
  errors?: ErrorSums;
  /** Delays of outcomes; see `delayQuantile`. */
  delays?: number[];
  /** In the order of the signature's protected attributes. */
  groups: GroupCounts[][];
  /** In the order of the version's `intersections`. */
  intersections?: GroupCounts[][];
  /** By name of the segmentation. */
  segments?: Segments;
}

/** The score is the probability of one class: log loss and AUC mean something. */
const scoresPositive = ({ task, output }: Signature): boolean => task === 'binary' && output.kind !== 'label';

/** The score is a probability of some class. */
const scoresProbability = ({ task, output }: Signature): boolean => task !== 'regression' && output.kind !== 'label';

export const countsHits = (signature: Signature): boolean =>
  signature.task !== 'regression' && !scoresPositive(signature);

/** Order of the confusion counts; a binary model's negative class comes first. Empty: not counted. */
export function confusionClasses(signature: Signature): readonly string[] {
  const { task, output } = signature;
  if (!countsHits(signature)) return [];
  if (task === 'binary') {
    const positive = output.positiveClass ?? '1';
    return [output.classes.find((name) => name !== positive) ?? '0', positive];
  }
  return output.classes.length <= MAXIMUM_CLASSES ? output.classes : [];
}

export function mergeHits(a: LabelHits | undefined, b: LabelHits | undefined): LabelHits | undefined {
  return a && b ? { rows: a.rows + b.rows, correct: a.correct + b.correct } : (a ?? b);
}

export function emptyCounters(version: MonitoredVersion): WindowCounters {
  const { signature } = version;
  const segments: Segments = Object.fromEntries(version.segmentReaders.map(({ name }) => [name, []]));
  return {
    version: 2,
    predictions: 0,
    labelled: 0,
    features: version.featureBins.map(emptyCounts),
    score: emptyCounts(version.scoreBins),
    ...(version.joint && { joint: emptyCounts(version.joint.bins) }),
    quality: emptyWindowQuality(version.contracts.length),
    ...(scoresProbability(signature) && { scores: emptyScoreHistogram(SCORE_CELLS) }),
    labels: scoresPositive(signature) ? emptyScoreCounters(SCORE_CELLS) : null,
    ...(countsHits(signature) ? { hits: { rows: 0, correct: 0 } } : {}),
    groups: version.groupReaders.map(() => []),
    ...(version.intersections.length > 0 && { intersections: version.intersections.map(() => []) }),
    ...(version.segmentReaders.length > 0 && { segments }),
  };
}

const addCells = (a: readonly number[], b: readonly number[]): number[] => a.map((n, i) => n + (b[i] ?? 0));

const mergeLists = (a: readonly GroupCounts[][], b: readonly GroupCounts[][]): GroupCounts[][] =>
  a.map((groups, i) => mergeGroups(groups, b[i] ?? []));

function mergeSegments(a: Segments, b: Segments): Segments {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(names.map((name) => [name, mergeGroups(a[name] ?? [], b[name] ?? [])]));
}

/** The part that may be absent on either side. */
function mergeRest(a: WindowCounters, b: WindowCounters): Partial<WindowCounters> {
  const merged: Record<string, unknown> = {
    timedOut: mergeOptional(a.timedOut, b.timedOut, (x, y) => x + y),
    joint: mergeOptional(a.joint, b.joint, mergeCounts),
    quality: mergeOptional(a.quality, b.quality, mergeWindowQuality),
    scores: mergeOptional(a.scores, b.scores, mergeScoreHistograms),
    hits: mergeHits(a.hits, b.hits),
    confusion: mergeOptional(a.confusion, b.confusion, addCells),
    calibration: mergeOptional(a.calibration, b.calibration, mergeCalibrationCells),
    errors: mergeOptional(a.errors, b.errors, mergeErrorSums),
    delays: mergeOptional(a.delays, b.delays, addCells),
    intersections: mergeOptional(a.intersections, b.intersections, mergeLists),
    segments: mergeOptional(a.segments, b.segments, mergeSegments),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

/** Both windows together; associative and commutative (floating sums up to rounding). Needs one version's counters. */
export function mergeCounters(a: WindowCounters, b: WindowCounters): WindowCounters {
  return {
    version: 2,
    predictions: a.predictions + b.predictions,
    labelled: a.labelled + b.labelled,
    features: a.features.map((counts, i) => mergeCounts(counts, b.features[i] as WindowCounts)),
    score: mergeCounts(a.score, b.score),
    labels: a.labels && b.labels ? mergeScoreCounters(a.labels, b.labels) : null,
    groups: mergeLists(a.groups, b.groups),
    ...mergeRest(a, b),
  };
}

/**
 * A batch's delta merged into the window that is stored. A window keeps the segmentations it began with: labels of rows
 * that were not counted under a newer one would leave a segment with labels and no predictions.
 */
export function mergeIntoStored(stored: WindowCounters, delta: WindowCounters): WindowCounters {
  const { segments, ...rest } = delta;
  const kept = Object.entries(segments ?? {}).filter(([name]) => Object.hasOwn(stored.segments ?? {}, name));
  return mergeCounters(stored, kept.length > 0 ? { ...rest, segments: Object.fromEntries(kept) } : rest);
}

/** Start of the window that holds the instant, both in ms since the epoch; windows lie on multiples of their length. */
export const windowStart = (servedAtMs: number, windowMs: number): number =>
  Math.floor(servedAtMs / windowMs) * windowMs;
