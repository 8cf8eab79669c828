import { StatisticsInputError } from '../statistics.errors';
import { binIndex, unseenCategory } from './bin-index';
import { binCount, type FeatureBins } from './feature-bins';
import { type FeatureValue, numericValue } from './feature-value';

const { isFinite } = Number;
const { max, min } = Math;

/** Examples of unseen categories that a window keeps: the first ones in text order, so that merging is associative. */
export const MAXIMUM_UNSEEN_EXAMPLES = 20;

/** What a window knows of one feature: a plain JSON object; two windows over the same bins merge into one. */
export interface WindowCounts {
  version: 1;
  rows: number;
  bins: number[];
  /** Over finite numbers only; 0 and null for categories. */
  sum: number;
  sumOfSquares: number;
  min: number | null;
  max: number | null;
  unseenRows: number;
  unseenExamples: string[];
}

export function emptyCounts(bins: FeatureBins): WindowCounts {
  return {
    version: 1,
    rows: 0,
    bins: new Array<number>(binCount(bins)).fill(0),
    sum: 0,
    sumOfSquares: 0,
    min: null,
    max: null,
    unseenRows: 0,
    unseenExamples: [],
  };
}

function noteUnseen(counts: WindowCounts, category: string): void {
  counts.unseenRows += 1;
  const { unseenExamples } = counts;
  if (unseenExamples.includes(category)) return;
  counts.unseenExamples = [...unseenExamples, category].sort().slice(0, MAXIMUM_UNSEEN_EXAMPLES);
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : min(a, b));
const most = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : max(a, b));

/** Counts one value into `counts`, in place. @returns its bin, for what else is counted by it */
export function addValue(bins: FeatureBins, counts: WindowCounts, value: FeatureValue): number {
  const index = binIndex(bins, value);
  counts.rows += 1;
  counts.bins[index] = (counts.bins[index] ?? 0) + 1;
  if (bins.kind === 'categorical') {
    const unseen = index === bins.categories.length ? unseenCategory(bins, value) : undefined;
    if (unseen !== undefined) noteUnseen(counts, unseen);
    return index;
  }
  const x = numericValue(value);
  if (x === undefined || !isFinite(x)) return index;
  counts.sum += x;
  counts.sumOfSquares += x * x;
  counts.min = least(counts.min, x);
  counts.max = most(counts.max, x);
  return index;
}

export function countValues(bins: FeatureBins, values: Iterable<FeatureValue>): WindowCounts {
  const counts = emptyCounts(bins);
  for (const value of values) addValue(bins, counts, value);
  return counts;
}

/** The counts of both windows together; associative and commutative (sums up to rounding). Needs the same bins. */
export function mergeCounts(a: WindowCounts, b: WindowCounts): WindowCounts {
  if (a.bins.length !== b.bins.length) {
    throw new StatisticsInputError('counts of different bins cannot be merged', { a: a.bins.length, b: b.bins.length });
  }
  return {
    version: 1,
    rows: a.rows + b.rows,
    bins: a.bins.map((count, i) => count + (b.bins[i] as number)),
    sum: a.sum + b.sum,
    sumOfSquares: a.sumOfSquares + b.sumOfSquares,
    min: least(a.min, b.min),
    max: most(a.max, b.max),
    unseenRows: a.unseenRows + b.unseenRows,
    unseenExamples: [...new Set([...a.unseenExamples, ...b.unseenExamples])].sort().slice(0, MAXIMUM_UNSEEN_EXAMPLES),
  };
}
