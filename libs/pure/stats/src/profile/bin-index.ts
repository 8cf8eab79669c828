import { type CategoricalBins, type FeatureBins, missingIndex, type NumericBins } from './feature-bins';
import { categoryValue, type FeatureValue, numericValue } from './feature-value';

interface CategoryLookup {
  readonly index: ReadonlyMap<string, number>;
  readonly rare: ReadonlySet<string>;
}

const lookups = new WeakMap<CategoricalBins, CategoryLookup>();

function lookupOf(bins: CategoricalBins): CategoryLookup {
  let lookup = lookups.get(bins);
  if (lookup === undefined) {
    lookup = { index: new Map(bins.categories.map((c, i) => [c, i])), rare: new Set(bins.rare) };
    lookups.set(bins, lookup);
  }
  return lookup;
}

function numericIndex(bins: NumericBins, x: number): number {
  const { bounds } = bins;
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return bins.slots[bounds[low] === x ? 2 * low + 1 : 2 * low] as number;
}

/** Index of the value's bin in a count vector of these bins; infinities fall below or above all. */
export function binIndex(bins: FeatureBins, value: FeatureValue): number {
  if (bins.kind === 'numeric') {
    const x = numericValue(value);
    return x === undefined ? missingIndex(bins) : numericIndex(bins, x);
  }
  const category = categoryValue(value);
  if (category === undefined) return missingIndex(bins);
  return lookupOf(bins).index.get(category) ?? bins.categories.length;
}

/** The category when it never occurred in the reference; undefined for known, missing and undecidable values. */
export function unseenCategory(bins: CategoricalBins, value: FeatureValue): string | undefined {
  const category = categoryValue(value);
  if (category === undefined || !bins.rareComplete) return undefined;
  const { index, rare } = lookupOf(bins);
  return index.has(category) || rare.has(category) ? undefined : category;
}
