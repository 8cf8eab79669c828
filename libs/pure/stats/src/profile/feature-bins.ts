/**
 * Cells of a numeric feature, in order: at or below the smallest reference value, ranges and point masses, at or above
 * the largest. `bounds` is ascending; slot 2i is the open interval before bound i, slot 2i+1 the bound itself, the last
 * slot everything above; `slots` maps a slot to its cell. Counts have one more entry than cells: missing, the last.
 */
export interface NumericBins {
  readonly version: 1;
  readonly kind: 'numeric';
  readonly bounds: readonly number[];
  readonly slots: readonly number[];
  readonly cells: number;
}

/**
 * Cells of a categorical feature: one for each of `categories`, then `other`, then missing. `rare` are reference
 * categories too seldom for a cell of their own: they count as other, but not as unseen. `rareComplete` is false when
 * there were too many to keep, so that unseen values can no longer be told.
 */
export interface CategoricalBins {
  readonly version: 1;
  readonly kind: 'categorical';
  readonly categories: readonly string[];
  readonly rare: readonly string[];
  readonly rareComplete: boolean;
}

export type FeatureBins = NumericBins | CategoricalBins;

/** Length of a count vector: cells and the missing bin. */
export function binCount(bins: FeatureBins): number {
  return bins.kind === 'numeric' ? bins.cells + 1 : bins.categories.length + 2;
}

export const missingIndex = (bins: FeatureBins): number => binCount(bins) - 1;
