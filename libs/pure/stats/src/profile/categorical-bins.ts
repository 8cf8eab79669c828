import type { CategoricalBins } from './feature-bins';
import { categoryValue, type FeatureValue } from './feature-value';

export interface CategoricalBinsOptions {
  readonly maximumCategories?: number;
}

const MAXIMUM_RARE = 5_000;

/**
 * How many of the categories (sorted by falling count) get their own cell. The cut lies where no category has exactly
 * one row more than the most frequent one left out: by Good and Turing's estimate the true mass of categories seen at
 * most k times is (1 f1 + 2 f2 + ... + (k+1) f(k+1)) / m, so that f(k+1) = 0 makes the share of `other` in the
 * reference an unbiased one. Cutting elsewhere makes `other` grow in every new sample, and the alarm cry wolf.
 */
function keptCategories(counts: readonly number[], maximum: number): number {
  const at = (rank: number): number => counts[rank] ?? 0;
  for (let kept = Math.min(maximum, counts.length); kept > 0; kept -= 1) {
    if (at(kept - 1) - at(kept) >= 2) return kept;
  }
  return 0;
}

/**
 * Cells for a categorical feature: its frequent reference categories by falling count, `other`, and missing. All
 * categories are kept when there are at most `maximumCategories` and none occurs only once; otherwise the tail is
 * pooled into `other`. An identifier, unique on every row, ends up wholly in `other` and cannot be tested.
 */
export function buildCategoricalBins(
  values: readonly FeatureValue[],
  { maximumCategories = 100 }: CategoricalBinsOptions = {},
): CategoricalBins {
  const counts = new Map<string, number>();
  for (const value of values) {
    const category = categoryValue(value);
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const kept = keptCategories(
    ranked.map(([, count]) => count),
    maximumCategories,
  );
  const rare = ranked.slice(kept).map(([category]) => category);
  return {
    version: 1,
    kind: 'categorical',
    categories: ranked.slice(0, kept).map(([category]) => category),
    rare: rare.slice(0, MAXIMUM_RARE).sort(),
    rareComplete: rare.length <= MAXIMUM_RARE,
  };
}
