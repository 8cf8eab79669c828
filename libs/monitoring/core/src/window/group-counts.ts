import {
  type CalibrationCells,
  type ErrorSums,
  mergeCalibrationCells,
  mergeErrorSums,
  rowBrier,
  rowLogLoss,
  type Label,
} from '@plumbline/stats';

/** Sums over labelled rows of a probability: log loss in nats, Brier score, and their squares. */
export interface LossSums {
  logLoss: number;
  logLossSquares: number;
  brier: number;
  brierSquares: number;
}

/**
 * Decisions and labels of one group in a window: a protected group, an intersection of two, or a segment. What is
 * absent has not been counted: it came with version 2 of the counters, or does not apply to the model's task.
 */
export interface GroupCounts {
  group: string;
  n: number;
  predictedPositive: number;
  labelled: number;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
  /** Of all its predictions' scores, labelled or not. */
  scoreSum?: number;
  losses?: LossSums;
  /** Labelled rows by the score bins of the version: equal-count bins of the reference's scores, if it has them. */
  calibration?: CalibrationCells;
  /** Of a regression. */
  errors?: ErrorSums;
  /** Right answers of a multiclass model among `labelled`. */
  correct?: number;
}

export const MAXIMUM_GROUPS = 50;
const OTHER_GROUP = 'other';

const emptyGroup = (group: string): GroupCounts => ({
  group,
  n: 0,
  predictedPositive: 0,
  labelled: 0,
  tp: 0,
  fp: 0,
  tn: 0,
  fn: 0,
});

export const emptyLosses = (): LossSums => ({ logLoss: 0, logLossSquares: 0, brier: 0, brierSquares: 0 });

export function rowLosses(label: Label, probability: number): LossSums {
  const [logLoss, brier] = [rowLogLoss(label, probability), rowBrier(label, probability)];
  return { logLoss, logLossSquares: logLoss * logLoss, brier, brierSquares: brier * brier };
}

/** Adds in place; sign -1 takes back. */
export function addLosses(losses: LossSums, row: LossSums, sign: 1 | -1): void {
  losses.logLoss += sign * row.logLoss;
  losses.logLossSquares += sign * row.logLossSquares;
  losses.brier += sign * row.brier;
  losses.brierSquares += sign * row.brierSquares;
}

const mergeLosses = (a: LossSums, b: LossSums): LossSums => ({
  logLoss: a.logLoss + b.logLoss,
  logLossSquares: a.logLossSquares + b.logLossSquares,
  brier: a.brier + b.brier,
  brierSquares: a.brierSquares + b.brierSquares,
});

/** What is absent on one side is what the other has: absent is the neutral element, so merging stays associative. */
export const mergeOptional = <T>(a: T | undefined, b: T | undefined, merge: (a: T, b: T) => T): T | undefined =>
  a === undefined ? b : b === undefined ? a : merge(a, b);

const plus = (a: number, b: number): number => a + b;

/** Both counts under the name of `a`. */
function addGroups(a: GroupCounts, b: GroupCounts): GroupCounts {
  const scoreSum = mergeOptional(a.scoreSum, b.scoreSum, plus);
  const losses = mergeOptional(a.losses, b.losses, mergeLosses);
  const calibration = mergeOptional(a.calibration, b.calibration, mergeCalibrationCells);
  const errors = mergeOptional(a.errors, b.errors, mergeErrorSums);
  const correct = mergeOptional(a.correct, b.correct, plus);
  return {
    group: a.group,
    n: a.n + b.n,
    predictedPositive: a.predictedPositive + b.predictedPositive,
    labelled: a.labelled + b.labelled,
    tp: a.tp + b.tp,
    fp: a.fp + b.fp,
    tn: a.tn + b.tn,
    fn: a.fn + b.fn,
    ...(scoreSum !== undefined && { scoreSum }),
    ...(losses && { losses }),
    ...(calibration && { calibration }),
    ...(errors && { errors }),
    ...(correct !== undefined && { correct }),
  };
}

/** The counts of `group` in `groups`, put in when it is new. A list that grows without bound is pooled in between. */
export function groupEntry(groups: GroupCounts[], group: string): GroupCounts {
  for (const entry of groups) if (entry.group === group) return entry;
  if (groups.length >= 2 * MAXIMUM_GROUPS) groups.splice(0, groups.length, ...mergeGroups(groups, []));
  const entry = emptyGroup(group);
  groups.push(entry);
  return entry;
}

/**
 * Both lists together, sorted. The first MAXIMUM_GROUPS names in text order are kept and the rest pooled: a name that
 * is pooled once is pooled in every larger merge, so that merging stays associative.
 */
export function mergeGroups(a: readonly GroupCounts[], b: readonly GroupCounts[]): GroupCounts[] {
  const merged = new Map<string, GroupCounts>();
  for (const counts of [...a, ...b]) {
    merged.set(counts.group, addGroups(merged.get(counts.group) ?? emptyGroup(counts.group), counts));
  }
  const pooled = merged.get(OTHER_GROUP);
  merged.delete(OTHER_GROUP);
  const sorted = [...merged.values()].sort((x, y) => (x.group < y.group ? -1 : 1));
  const beyond = sorted.slice(MAXIMUM_GROUPS);
  if (pooled === undefined && beyond.length === 0) return sorted;
  return [...sorted.slice(0, MAXIMUM_GROUPS), beyond.reduce(addGroups, pooled ?? emptyGroup(OTHER_GROUP))];
}
