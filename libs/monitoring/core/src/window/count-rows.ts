import {
  addScore,
  addValue,
  emptyScoreCounters,
  mergeScoreCounters,
  type Label,
  type ScoreCounters,
} from '@plumbline/stats';
import type { MonitoredVersion } from '../monitored-version';
import type { ScoredRow } from '../scored-row';
import { groupEntry } from './group-counts';
import { countsHits, SCORE_CELLS, type WindowCounters } from './window-counters';

/** A model that gives only labels has decided already: 1 is the positive class, whatever the threshold. */
const isPredictedPositive = ({ signature: { task, output } }: MonitoredVersion, score: number): boolean =>
  task === 'binary' && (output.kind === 'label' ? score === 1 : score >= output.threshold);

/** Counts one new prediction, in place. */
export function addPrediction(version: MonitoredVersion, counters: WindowCounters, row: ScoredRow): void {
  counters.predictions += 1;
  version.featureBins.forEach((bins, i) => {
    const counts = counters.features[i];
    if (counts !== undefined) addValue(bins, counts, row.features[i]);
  });
  addValue(version.scoreBins, counters.score, row.score);
  version.groupReaders.forEach((groupOf, k) => {
    const entry = groupEntry(counters.groups[k] ?? [], groupOf(row));
    entry.n += 1;
    if (isPredictedPositive(version, row.score)) entry.predictedPositive += 1;
  });
}

function confusionCell(predicted: boolean, positive: boolean): 'tp' | 'fp' | 'tn' | 'fn' {
  if (predicted) return positive ? 'tp' : 'fp';
  return positive ? 'fn' : 'tn';
}

/** Every count of a plain JSON object of counters with its sign turned; `version` stays. */
function negated<T>(counters: T): T {
  const turn = (value: unknown, key?: string): unknown => {
    if (typeof value === 'number') return key === 'version' ? value : -value;
    if (Array.isArray(value)) return value.map((item) => turn(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, turn(item, name)]));
  };
  return turn(counters) as T;
}

function withoutScore(counters: ScoreCounters, label: Label, score: number, predicted: Label): ScoreCounters {
  const single = emptyScoreCounters(SCORE_CELLS);
  addScore(single, label, score, predicted);
  return mergeScoreCounters(counters, negated(single));
}

interface LabelledRow {
  readonly row: ScoredRow;
  /** The outcome, as the signature writes it. */
  readonly label: string;
  /** Null for any but a binary model. */
  readonly positive: boolean | null;
}

function countHit(
  { signature }: MonitoredVersion,
  counters: WindowCounters,
  { row, label }: LabelledRow,
  sign: 1 | -1,
): void {
  const { predictedLabel } = row;
  if (!countsHits(signature) || predictedLabel === null || predictedLabel === undefined) return;
  const { rows, correct } = counters.hits ?? { rows: 0, correct: 0 };
  counters.hits = { rows: rows + sign, correct: correct + (predictedLabel === label ? sign : 0) };
}

function countLabel(version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow, sign: 1 | -1): void {
  const { row, positive } = labelled;
  counters.labelled += sign;
  countHit(version, counters, labelled, sign);
  if (positive === null) return;
  const predicted = isPredictedPositive(version, row.score);
  const [label, decision]: [Label, Label] = [positive ? 1 : 0, predicted ? 1 : 0];
  if (counters.labels !== null) {
    if (sign === 1) addScore(counters.labels, label, row.score, decision);
    else counters.labels = withoutScore(counters.labels, label, row.score, decision);
  }
  version.groupReaders.forEach((groupOf, k) => {
    const entry = groupEntry(counters.groups[k] ?? [], groupOf(row));
    entry.labelled += sign;
    entry[confusionCell(predicted, positive)] += sign;
  });
}

/** Counts the label of a prediction that is, or will be merged, in the same window. In place. */
export const addLabel = (version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow): void =>
  countLabel(version, counters, labelled, 1);

/** Takes back what `addLabel` counted, before a revised label is added. In place; may leave a delta below zero. */
export const removeLabel = (version: MonitoredVersion, counters: WindowCounters, labelled: LabelledRow): void =>
  countLabel(version, counters, labelled, -1);
