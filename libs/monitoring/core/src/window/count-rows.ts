import {
  addError,
  addScore,
  addToCalibrationCells,
  addToScoreHistogram,
  addValue,
  binCount,
  binIndex,
  type CalibrationCells,
  emptyCalibrationCells,
  emptyErrorSums,
  type Label,
} from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import { addQualityOfRow } from '../quality/window-quality';
import type { ScoredRow } from '../scored-row';
import { addLosses, emptyLosses, type GroupCounts, groupEntry, rowLosses } from './group-counts';
import { addDelay, emptyDelays } from './outcome-delay';
import { confusionClasses, countsHits, type WindowCounters } from './window-counters';

/** A model that gives only labels has decided already: 1 is the positive class, whatever the threshold. */
const isPredictedPositive = ({ signature: { task, output } }: MonitoredVersion, score: number): boolean =>
  task === 'binary' && (output.kind === 'label' ? score === 1 : score >= output.threshold);

/** The row's entries: one a protected attribute, intersection and segmentation. */
function entriesOf(version: MonitoredVersion, counters: WindowCounters, row: ScoredRow): GroupCounts[] {
  const { groupReaders, intersections, segmentReaders } = version;
  const entries: GroupCounts[] = [];
  const names: string[] = [];
  for (let k = 0; k < groupReaders.length; k += 1) {
    const name = (groupReaders[k] as (typeof groupReaders)[number])(row);
    names.push(name);
    entries.push(groupEntry(counters.groups[k] as GroupCounts[], name));
  }
  const crossed = counters.intersections;
  if (crossed !== undefined) {
    for (let k = 0; k < intersections.length; k += 1) {
      const { first, second, join } = intersections[k] as (typeof intersections)[number];
      entries.push(groupEntry(crossed[k] as GroupCounts[], join(names[first] as string, names[second] as string)));
    }
  }
  for (const { name, groupOf } of segmentReaders) {
    const groups = counters.segments?.[name];
    if (groups !== undefined) entries.push(groupEntry(groups, groupOf(row)));
  }
  return entries;
}

/** Counts one new prediction, in place. */
export function addPrediction(version: MonitoredVersion, counters: WindowCounters, row: ScoredRow): void {
  counters.predictions += 1;
  const { featureBins, joint } = version;
  const cells = new Array<number>(featureBins.length).fill(0);
  for (let i = 0; i < featureBins.length; i += 1) {
    const counts = counters.features[i];
    if (counts !== undefined)
      cells[i] = addValue(featureBins[i] as (typeof featureBins)[number], counts, row.features[i]);
  }
  if (joint !== null && counters.joint !== undefined) addValue(joint.bins, counters.joint, joint.errorOf(cells));
  if (counters.quality !== undefined) addQualityOfRow(version.contracts, counters.quality, row.features);
  addValue(version.scoreBins, counters.score, row.score);
  const selected = isPredictedPositive(version, row.score);
  if (counters.scores !== undefined) addToScoreHistogram(counters.scores, row.score, selected);
  for (const entry of entriesOf(version, counters, row)) {
    entry.n += 1;
    entry.scoreSum = (entry.scoreSum ?? 0) + row.score;
    if (selected) entry.predictedPositive += 1;
  }
}

function confusionCell(predicted: boolean, positive: boolean): 'tp' | 'fp' | 'tn' | 'fn' {
  if (predicted) return positive ? 'tp' : 'fp';
  return positive ? 'fn' : 'tn';
}

export interface LabelledRow {
  readonly row: ScoredRow;
  /** The outcome, as the signature writes it. */
  readonly label: string;
  /** Null for any but a binary model. */
  readonly positive: boolean | null;
  /** From prediction to outcome in event time; absent for a negative by time-out. */
  readonly delayMs?: number | undefined;
  /** No outcome came within the horizon. */
  readonly timedOut?: boolean;
}

type Sign = 1 | -1;

function countClasses(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: Sign): void {
  const { signature } = version;
  const { row, label, positive } = labelled;
  const { predictedLabel } = row;
  if (!countsHits(signature) || predictedLabel === null || predictedLabel === undefined) return;
  const { rows, correct } = counters.hits ?? { rows: 0, correct: 0 };
  counters.hits = { rows: rows + sign, correct: correct + (predictedLabel === label ? sign : 0) };
  const classes = confusionClasses(signature);
  const outcome = positive === null ? classes.indexOf(label) : Number(positive);
  const answer = positive === null ? classes.indexOf(predictedLabel) : Number(isPredictedPositive(version, row.score));
  if (classes.length === 0 || outcome < 0 || answer < 0) return;
  counters.confusion ??= new Array<number>(classes.length ** 2).fill(0);
  const cell = outcome * classes.length + answer;
  counters.confusion[cell] = (counters.confusion[cell] as number) + sign;
}

/** The rows and cells of one score in the calibration counters: right or wrong for multiclass, else positive or not. */
interface Outcome {
  readonly truth: Label;
  readonly score: number;
  readonly cell: number;
}

function countCalibration(
  counters: { calibration?: CalibrationCells },
  cells: number,
  { truth, score, cell }: Outcome,
  sign: Sign,
): void {
  counters.calibration ??= emptyCalibrationCells(cells);
  addToCalibrationCells(counters.calibration, cell, truth, score, sign);
}

function countBinary(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: Sign): void {
  const { row } = labelled;
  const predicted = isPredictedPositive(version, row.score);
  const truth: Label = labelled.positive ? 1 : 0;
  if (counters.labels !== null) addScore(counters.labels, truth, row.score, predicted ? 1 : 0, sign);
  const side = confusionCell(predicted, truth === 1);
  const losses = counters.labels === null ? null : rowLosses(truth, row.score);
  const outcome = { truth, score: row.score, cell: binIndex(version.scoreBins, row.score) };
  const cells = binCount(version.scoreBins);
  for (const entry of entriesOf(version, counters, row)) {
    entry.labelled += sign;
    entry[side] += sign;
    if (losses === null) continue;
    addLosses((entry.losses ??= emptyLosses()), losses, sign);
    countCalibration(entry, cells, outcome, sign);
  }
}

function countMulticlass(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: Sign): void {
  const { row, label } = labelled;
  if (row.predictedLabel === null || row.predictedLabel === undefined) return;
  const truth: Label = row.predictedLabel === label ? 1 : 0;
  const outcome = { truth, score: row.score, cell: binIndex(version.scoreBins, row.score) };
  const cells = binCount(version.scoreBins);
  const hasProbability = counters.scores !== undefined;
  if (hasProbability) countCalibration(counters, cells, outcome, sign);
  for (const entry of entriesOf(version, counters, row)) {
    entry.labelled += sign;
    entry.correct = (entry.correct ?? 0) + sign * truth;
    if (hasProbability) countCalibration(entry, cells, outcome, sign);
  }
}

function countErrors(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: Sign): void {
  const { row } = labelled;
  const actual = Number(labelled.label);
  addError((counters.errors ??= emptyErrorSums()), row.score, actual, sign);
  for (const entry of entriesOf(version, counters, row)) {
    entry.labelled += sign;
    addError((entry.errors ??= emptyErrorSums()), row.score, actual, sign);
  }
}

function countLabel(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: Sign): void {
  const { delayMs, timedOut } = labelled;
  counters.labelled += sign;
  if (timedOut) counters.timedOut = (counters.timedOut ?? 0) + sign;
  if (delayMs !== undefined) addDelay((counters.delays ??= emptyDelays()), delayMs, sign);
  countClasses(version, counters, labelled, sign);
  const { task } = version.signature;
  if (task === 'regression') countErrors(version, counters, labelled, sign);
  else if (task === 'multiclass') countMulticlass(version, counters, labelled, sign);
  else if (labelled.positive !== null) countBinary(version, counters, labelled, sign);
}

/** Counts the label of a prediction that is, or will be merged, in the same window. In place. */
export const addLabel = (version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow): void =>
  countLabel(version, counters, labelled, 1);

/** Takes back what `addLabel` counted, before a revised label is added. In place; may leave a delta below zero. */
export const removeLabel = (version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow): void =>
  countLabel(version, counters, labelled, -1);
