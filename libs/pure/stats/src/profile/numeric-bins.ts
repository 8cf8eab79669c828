import type { NumericBins } from './feature-bins';
import { type FeatureValue, numericValue } from './feature-value';
import { type OrderStatistics, orderStatistics } from './order-statistics';

export interface NumericBinsOptions {
  /** Aimed number of equal-mass ranges over the whole reference. */
  readonly bins?: number;
}

/** Fewest reference rows a range is given, so that a share is worth comparing. */
const ROWS_PER_RANGE = 20;
/** A segment beside a heavy point mass is cut at least so often, however small its share, to keep its shape. */
const FEWEST_RANGES = 3;

interface Bound {
  readonly value: number;
  readonly point: boolean;
}

/**
 * Values that hold at least 1/bins of the rows, at least two. So heavy a value holds one of every `heavy` neighbouring
 * ranks, so that only those need to be looked at.
 */
function pointMasses(statistics: OrderStatistics, bins: number): number[] {
  const heavy = Math.ceil(Math.max(2, statistics.size / bins));
  const candidates = new Set<number>();
  for (let rank = heavy - 1; rank < statistics.size; rank += heavy) candidates.add(statistics.at(rank));
  return [...candidates].filter((value) => statistics.countAtMost(value) - statistics.countBelow(value) >= heavy);
}

/** Interior edges that cut the ranks `start` to below `end` between point masses into ranges of equal mass. */
function segmentEdges(statistics: OrderStatistics, start: number, end: number, bins: number): number[] {
  const size = end - start;
  const wanted = Math.max(Math.round((bins * size) / statistics.size), FEWEST_RANGES);
  const ranges = Math.max(1, Math.min(wanted, bins, Math.floor(size / ROWS_PER_RANGE)));
  const edges = new Set<number>();
  for (let k = 1; k < ranges; k += 1) edges.add(statistics.at(start + Math.floor((k * size) / ranges)));
  edges.delete(statistics.at(start));
  return [...edges];
}

function collectBounds(statistics: OrderStatistics, bins: number): Bound[] {
  const bounds: Bound[] = [];
  const add = (value: number, point: boolean): void => {
    if (bounds[bounds.length - 1]?.value !== value) bounds.push({ value, point });
  };
  let start = 0;
  for (const point of [...pointMasses(statistics, bins), Infinity]) {
    const end = point < Infinity ? statistics.countBelow(point) : statistics.size;
    if (start === 0 && end > 0) add(statistics.at(0), false);
    if (end > start) segmentEdges(statistics, start, end, bins).forEach((edge) => add(edge, false));
    if (point < Infinity) add(point, true);
    start = point < Infinity ? statistics.countAtMost(point) : end;
  }
  if (statistics.size > 0) add(statistics.at(statistics.size - 1), false);
  return bounds;
}

/**
 * The smallest value, unless a point mass, belongs to the cell below it; any other bound to the cell it opens, so that
 * the largest value belongs to the cell above. With its own extreme row each end cell expects the share that it has in
 * the reference; without it, it would be empty there by construction and look new in every window.
 */
function slotsOf(bounds: readonly Bound[]): { slots: number[]; cells: number } {
  const slots = [0];
  let cell = 0;
  bounds.forEach((bound, i) => {
    const isSmallest = i === 0 && !bound.point;
    if (!isSmallest) cell += 1;
    slots.push(cell);
    if (bound.point || isSmallest) cell += 1;
    slots.push(cell);
  });
  return { slots, cells: cell + 1 };
}

/**
 * Cells for a numeric feature from its reference sample: a value that holds at least 1/bins of the rows (a balance of
 * 0, pdays 999) becomes a point mass with its own cell; what lies between point masses is cut at sample quantiles into
 * ranges of about equal mass, [lower, upper). At or below the smallest value, at or above the largest, and missing have
 * their own cells. Not finite values count as missing here. A reference without numbers gives one cell and missing.
 * Example: 1..100 with 4 bins has bounds 1, 26, 51, 76, 100 and cells <=1, (1,26), [26,51), [51,76), [76,100), >=100.
 */
export function buildNumericBins(values: readonly FeatureValue[], options: NumericBinsOptions = {}): NumericBins {
  const finite = values.map(numericValue).filter((v): v is number => v !== undefined && Number.isFinite(v));
  return numericBinsOf(orderStatistics(Float64Array.from(finite)), options);
}

/** `buildNumericBins` of finite numbers that can tell their ranks. */
export function numericBinsOf(statistics: OrderStatistics, { bins = 10 }: NumericBinsOptions = {}): NumericBins {
  const bounds = collectBounds(statistics, bins);
  return { version: 1, kind: 'numeric', bounds: bounds.map(({ value }) => value + 0), ...slotsOf(bounds) };
}
