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

/** Bounds that cut one segment between point masses into ranges of equal mass; the first bound is its smallest value. */
function segmentBounds(segment: Float64Array, total: number, bins: number): Bound[] {
  const wanted = Math.max(Math.round((bins * segment.length) / total), FEWEST_RANGES);
  const ranges = Math.max(1, Math.min(wanted, bins, Math.floor(segment.length / ROWS_PER_RANGE)));
  const edges = new Set<number>([segment[0] as number]);
  for (let k = 1; k < ranges; k += 1) edges.add(segment[Math.floor((k * segment.length) / ranges)] as number);
  return [...edges].map((value) => ({ value, point: false }));
}

function collectBounds(sorted: Float64Array, bins: number): Bound[] {
  const points = pointMasses(sorted, bins);
  const bounds: Bound[] = [];
  let start = 0;
  for (const point of [...points, Infinity]) {
    let end = start;
    while (end < sorted.length && (sorted[end] as number) < point) end += 1;
    if (end > start) bounds.push(...segmentBounds(sorted.subarray(start, end), sorted.length, bins));
    if (point === Infinity) break;
    bounds.push({ value: point, point: true });
    while (end < sorted.length && sorted[end] === point) end += 1;
    start = end;
  }
  const last = bounds[bounds.length - 1];
  const largest = sorted[sorted.length - 1] as number;
  if (last !== undefined && largest > last.value) bounds.push({ value: largest, point: false });
  return bounds;
}

/**
 * A bound belongs to the range it opens; the largest value closes the range before it. The interval between a point
 * mass and the next bound is a cell of its own, in which the reference has no row.
 */
function slotsOf(bounds: readonly Bound[]): { slots: number[]; cells: number } {
  const slots = [0];
  let cell = 0;
  bounds.forEach((bound, i) => {
    const previous = bounds[i - 1];
    const closesLastRange = i === bounds.length - 1 && previous !== undefined && !previous.point && !bound.point;
    if (!closesLastRange) cell += 1;
    slots.push(cell);
    if (bound.point || i === bounds.length - 1) cell += 1;
    slots.push(cell);
  });
  return { slots, cells: cell + 1 };
}

/**
 * Cells for a numeric feature from its reference sample: a value that holds at least 1/bins of the rows (a balance of
 * 0, pdays 999) becomes a point mass with its own cell; what lies between point masses is cut at sample quantiles into
 * ranges of about equal mass, [lower, upper). Below the smallest, above the largest and missing have their own cells.
 * Not finite values count as missing here. A reference without numbers gives one cell and missing.
 * Example: 1..100 with 4 bins has bounds 1, 26, 51, 76, 100 and cells <1, [1,26), [26,51), [51,76), [76,100], >100.
 */
export function buildNumericBins(values: readonly FeatureValue[], { bins = 10 }: NumericBinsOptions = {}): NumericBins {
  const finite = values.map(numericValue).filter((v): v is number => v !== undefined && Number.isFinite(v));
  const bounds = collectBounds(Float64Array.from(finite, (v) => v + 0).sort(), bins);
  return { version: 1, kind: 'numeric', bounds: bounds.map((b) => b.value), ...slotsOf(bounds) };
}
