import type { TrainingColumns } from '../training-data';

export interface FeatureBins {
  categorical: boolean;
  /** Without the bin of missing values, whose index is `count`. */
  count: number;
  /** Numeric: bin b ends at edges[b], inclusive; the last bin has no edge. Categorical: the code of each bin. */
  edges: Float32Array;
}

export interface BinnedData {
  features: FeatureBins[];
  /** One array a feature, one bin index a row. */
  bins: Uint8Array[];
  rowCount: number;
}

/** A float32 with low <= result < high, or low itself where they are equal or neighbours. */
function edgeBetween(low: number, high: number): number {
  const middle = Math.fround(low / 2 + high / 2);
  return middle >= low && middle < high ? middle : low;
}

function numericEdges(column: Float32Array, maxBins: number): Float32Array {
  const sorted = column.filter((value) => value === value).sort();
  const distinct: number[] = [];
  for (const value of sorted) if (value !== distinct[distinct.length - 1]) distinct.push(value);
  if (distinct.length <= maxBins) {
    return Float32Array.from(distinct.slice(1), (high, i) => edgeBetween(distinct[i] as number, high));
  }
  const edges: number[] = [];
  const highest = sorted[sorted.length - 1] as number;
  for (let k = 1; k < maxBins; k++) {
    const at = Math.ceil((k * sorted.length) / maxBins);
    const edge = edgeBetween(sorted[at - 1] as number, sorted[at] as number);
    if (edge < highest && edge !== edges[edges.length - 1]) edges.push(edge);
  }
  return Float32Array.from(edges);
}

function binNumeric(column: Float32Array, maxBins: number): { feature: FeatureBins; bins: Uint8Array } {
  const edges = numericEdges(column, maxBins);
  const count = edges.length + 1;
  const bins = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const value = column[i] as number;
    let low = value === value ? 0 : count;
    let high = value === value ? edges.length : count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (edges[middle] as number)) high = middle;
      else low = middle + 1;
    }
    bins[i] = low;
  }
  return { feature: { categorical: false, count, edges }, bins };
}

/** The most frequent codes get a bin of their own; the rest share the last one, which is never split off. */
function binCategorical(column: Float32Array, maxBins: number): { feature: FeatureBins; bins: Uint8Array } {
  const frequency = new Map<number, number>();
  for (const code of column) if (code === code) frequency.set(code, (frequency.get(code) ?? 0) + 1);
  const byFrequency = [...frequency].sort(([codeA, a], [codeB, b]) => b - a || codeA - codeB).map(([code]) => code);
  const kept = byFrequency.length <= maxBins ? byFrequency : byFrequency.slice(0, maxBins - 1);
  const codes = kept.sort((a, b) => a - b);
  const binOf = new Map(codes.map((code, bin) => [code, bin]));
  const count = Math.max(1, codes.length + (byFrequency.length > kept.length ? 1 : 0));
  const bins = Uint8Array.from(column, (code) => (code === code ? (binOf.get(code) ?? codes.length) : count));
  return { feature: { categorical: true, count, edges: Float32Array.from(codes) }, bins };
}

/**
 * Cuts every feature into at most `maxBins` bins: one a distinct value where they are few enough, else quantiles.
 * Edges are float32 and are the thresholds of the finished model, so a row's bin and its path agree exactly.
 */
export function binColumns({ columns, categorical, rowCount }: TrainingColumns, maxBins: number): BinnedData {
  const binned = columns.map((column, f) =>
    categorical[f] ? binCategorical(column, maxBins) : binNumeric(column, maxBins),
  );
  return { features: binned.map(({ feature }) => feature), bins: binned.map(({ bins }) => bins), rowCount };
}
