import type { BinnedData } from './binning';

/** Numbers a bin: sum of first derivatives, sum of second derivatives, rows. */
const HISTOGRAM_STRIDE = 3;

/** Where each feature's bins begin in a histogram, in numbers; the last entry is the whole length. */
export function histogramOffsets({ features }: BinnedData): Int32Array {
  const offsets = new Int32Array(features.length + 1);
  features.forEach(({ count }, f) => {
    offsets[f + 1] = (offsets[f] as number) + (count + 1) * HISTOGRAM_STRIDE;
  });
  return offsets;
}

function addFeature(
  histogram: Float64Array,
  offset: number,
  bins: Uint8Array,
  rows: Uint32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  const count = rows.length;
  for (let i = 0; i < count; i++) {
    const at = offset + (bins[rows[i] as number] as number) * 3;
    histogram[at] = (histogram[at] as number) + (gradients[i] as number);
    histogram[at + 1] = (histogram[at + 1] as number) + (hessians[i] as number);
    histogram[at + 2] = (histogram[at + 2] as number) + 1;
  }
}

export interface HistogramBuilder {
  /** Fills `histogram` from the rows of one leaf, for the chosen features. */
  build(histogram: Float64Array, rows: Uint32Array, features: Uint32Array): void;
}

/** Derivatives are read by row number; they may change between trees, in place. */
export function histogramBuilder(
  data: BinnedData,
  offsets: Int32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): HistogramBuilder {
  // One leaf's derivatives side by side: read in order by every feature, instead of by row number.
  const leafGradients = new Float64Array(data.rowCount);
  const leafHessians = new Float64Array(data.rowCount);
  return {
    build(histogram, rows, features) {
      histogram.fill(0);
      for (let i = 0; i < rows.length; i++) {
        leafGradients[i] = gradients[rows[i] as number] as number;
        leafHessians[i] = hessians[rows[i] as number] as number;
      }
      for (const f of features) {
        addFeature(histogram, offsets[f] as number, data.bins[f] as Uint8Array, rows, leafGradients, leafHessians);
      }
    },
  };
}

/** parent - sibling, written into parent: the larger child's histogram without looking at its rows. */
export function subtractHistogram(parent: Float64Array, sibling: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (sibling[i] as number);
}
