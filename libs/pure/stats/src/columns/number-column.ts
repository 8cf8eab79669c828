import type { FineCounts } from '../drift/feature-measures';
import type { NumericBins } from '../profile/feature-bins';
import type { FeatureProfile } from '../profile/feature-profile';
import { numericBinsOf, type NumericBinsOptions } from '../profile/numeric-bins';
import { orderStatistics } from '../profile/order-statistics';
import type { WindowCounts } from '../profile/window-counts';
import { createEdgeCounter } from './cell-counter';
import { cellEdges, nextUp } from './cell-edges';
import { cellLookup, cellOf } from './cell-lookup';
import { mergeMoments, type Moments, momentsOf, NO_MOMENTS } from './moments';

/** How a column of numbers is counted: the bins of its drift test, cut finer for Kolmogorov-Smirnov and Wasserstein. */
export interface NumberPlan {
  readonly bins: NumericBins;
  /** Lower edges of all fine cells but the first; those of the bins are among them. */
  readonly edges: Float64Array;
}

/** Mergeable. `cells` are the plan's fine cells. */
export interface NumberCounts {
  readonly rows: number;
  readonly missing: number;
  readonly cells: readonly number[];
  readonly moments: Moments;
}

/** Fine cells hold about one part in so many of the reference each. */
const FINE_CELLS = 256;
/** Values of the sample that choose the fine cells. */
const CHOOSING_VALUES = 8_192;

function fineEdges(sample: Float64Array): number[] {
  const stride = Math.max(1, Math.floor(sample.length / CHOOSING_VALUES));
  const chosen = Float64Array.from(
    { length: Math.floor(sample.length / stride) },
    (_, i) => sample[i * stride] as number,
  );
  const sorted = chosen.sort();
  const edges: number[] = [];
  for (let k = 1; k < FINE_CELLS; k += 1) {
    const edge = sorted[Math.floor((k * sorted.length) / FINE_CELLS)];
    if (edge === undefined) break;
    // Twice in a row: a heavy value, which gets a cell of its own.
    edges.push(edges[edges.length - 1] === edge ? nextUp(edge) : edge);
  }
  return edges;
}

/** Bins as `buildNumericBins` cuts them of the same values; NaN and infinities are left out. */
export function planNumbers(sample: Float64Array, options: NumericBinsOptions = {}): NumberPlan {
  const finite = sample.every(Number.isFinite) ? sample : sample.filter(Number.isFinite);
  const bins = numericBinsOf(orderStatistics(finite), options);
  const edges = new Set([...cellEdges(bins), ...fineEdges(finite)]);
  return { bins, edges: Float64Array.from(edges).sort() };
}

export interface NumberCounter {
  /** Counts a batch; NaN is missing. */
  add(values: Float64Array): void;
  counts(): NumberCounts;
}

export function createNumberCounter({ edges }: NumberPlan): NumberCounter {
  const counter = createEdgeCounter(edges);
  let rows = 0;
  let moments = NO_MOMENTS;
  return {
    add: (values) => {
      counter.add(values);
      rows += values.length;
      moments = mergeMoments(moments, momentsOf(values));
    },
    counts: () => {
      const cells = counter.counts();
      const missing = cells.pop() ?? 0;
      return { rows, missing, cells, moments };
    },
  };
}

export function mergeNumberCounts(a: NumberCounts, b: NumberCounts): NumberCounts {
  return {
    rows: a.rows + b.rows,
    missing: a.missing + b.missing,
    cells: a.cells.map((count, i) => count + (b.cells[i] ?? 0)),
    moments: mergeMoments(a.moments, b.moments),
  };
}

/** The bin of every fine cell. */
function binsOfCells({ bins, edges }: NumberPlan): number[] {
  const lookup = cellLookup(cellEdges(bins));
  return [0, ...Array.from(edges, (edge) => cellOf(lookup, edge))];
}

/** The counters that a server would hold of these rows. */
export function numberWindow(plan: NumberPlan, { rows, missing, cells, moments }: NumberCounts): WindowCounts {
  const bins = new Array<number>(plan.bins.cells + 1).fill(0);
  binsOfCells(plan).forEach((bin, cell) => (bins[bin] = (bins[bin] ?? 0) + (cells[cell] ?? 0)));
  bins[plan.bins.cells] = missing;
  const { finite, mean, squares, min, max } = moments;
  const [sum, sumOfSquares] = [mean * finite, squares + mean * mean * finite];
  const extremes = finite === 0 ? { min: null, max: null } : { min, max };
  return { version: 1, rows, bins, sum, sumOfSquares, ...extremes, unseenRows: 0, unseenExamples: [] };
}

export function numberProfile(feature: string, plan: NumberPlan, counts: NumberCounts): FeatureProfile {
  const { finite, mean, squares, min, max } = counts.moments;
  const summary = finite === 0 ? null : { mean, populationStd: Math.sqrt(squares / finite), min, max };
  return { version: 1, feature, kind: 'numeric', bins: plan.bins, counts: numberWindow(plan, counts), summary };
}

/** Fine counts of both sides, for Kolmogorov-Smirnov and Wasserstein; undefined when a side has no number. */
export function fineCounts(
  { edges }: NumberPlan,
  reference: NumberCounts,
  current: NumberCounts,
): FineCounts | undefined {
  const { finite, squares } = reference.moments;
  if (finite === 0 || current.moments.finite === 0) return undefined;
  const smallest = Math.min(reference.moments.min, current.moments.min);
  const largest = Math.max(reference.moments.max, current.moments.max, edges[edges.length - 1] ?? -Infinity);
  const lower = [smallest, ...edges];
  const upper = [
    ...Array.from(edges, (edge, i) => (nextUp(lower[i] as number) === edge ? (lower[i] as number) : edge)),
    largest,
  ];
  const cells = { lower, upper, populationStd: Math.sqrt(squares / finite) };
  return { reference: reference.cells, current: current.cells, cells };
}
