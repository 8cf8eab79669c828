import type { NumericBins } from './feature-bins';
import { type FeatureValue, numericValue } from './feature-value';

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

function pointMasses(sorted: Float64Array, bins: number): number[] {
  const heavy = Math.max(2, sorted.length / bins);
  const points: number[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    if (end - start >= heavy) points.push(sorted[start] as number);
    start = end;
  }
  return points;
}

/** Interior edges that cut one segment between point masses into ranges of equal mass. */
function segmentEdges(segment: Float64Array, total: number, bins: number): number[] {
  const wanted = Math.max(Math.round((bins * segment.length) / total), FEWEST_RANGES);
  const ranges = Math.max(1, Math.min(wanted, bins, Math.floor(segment.length / ROWS_PER_RANGE)));
  const edges = new Set<number>();
  for (let k = 1; k < ranges; k += 1) edges.add(segment[Math.floor((k * segment.length) / ranges)] as number);
  edges.delete(segment[0] as number);
  return [...edges];
}

function collectBounds(sorted: Float64Array, bins: number): Bound[] {
  const bounds: Bound[] = [];
  const add = (value: number, point: boolean): void => {
    if (bounds[bounds.length - 1]?.value !== value) bounds.push({ value, point });
  };
  let start = 0;
  for (const point of [...pointMasses(sorted, bins), Infinity]) {
    let end = start;
    while (end < sorted.length && (sorted[end] as number) < point) end += 1;
    if (start === 0 && end > 0) add(sorted[0] as number, false);
    if (end > start) segmentEdges(sorted.subarray(start, end), sorted.length, bins).forEach((edge) => add(edge, false));
    if (point < Infinity) add(point, true);
    while (end < sorted.length && sorted[end] === point) end += 1;
    start = end;
  }
  if (sorted.length > 0) add(sorted[sorted.length - 1] as number, false);
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
export function buildNumericBins(values: readonly FeatureValue[], { bins = 10 }: NumericBinsOptions = {}): NumericBins {
  const finite = values.map(numericValue).filter((v): v is number => v !== undefined && Number.isFinite(v));
  const bounds = collectBounds(Float64Array.from(finite, (v) => v + 0).sort(), bins);
  return { version: 1, kind: 'numeric', bounds: bounds.map((b) => b.value), ...slotsOf(bounds) };
}
