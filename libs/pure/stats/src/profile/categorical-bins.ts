import { createRandom } from '../random/sfc32';
import type { CategoricalBins } from './feature-bins';
import { categoryValue, type FeatureValue } from './feature-value';

export interface CategoricalBinsOptions {
  readonly maximumCategories?: number;
}

export interface CategoricalSelection {
  readonly bins: CategoricalBins;
  /** The reference rows that may be counted against these bins: all, or those that did not choose the categories. */
  readonly countedRows: readonly FeatureValue[];
}

const MAXIMUM_RARE = 5_000;
/** Share of the reference that chooses the categories when not all can be kept. */
const CHOOSING_SHARE = 0.2;

function tally(values: readonly FeatureValue[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const category = categoryValue(value);
    if (category !== undefined) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return counts;
}

function mostFrequent(counts: ReadonlyMap<string, number>, maximum: number): string[] {
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, maximum)
    .map(([category]) => category);
}

function toBins(kept: string[], all: ReadonlyMap<string, number>): CategoricalBins {
  const own = new Set(kept);
  const rare = [...all.keys()].filter((category) => !own.has(category)).sort();
  const rareComplete = rare.length <= MAXIMUM_RARE;
  return { version: 1, kind: 'categorical', categories: kept, rare: rare.slice(0, MAXIMUM_RARE), rareComplete };
}

function split(values: readonly FeatureValue[]): { choosing: FeatureValue[]; counted: FeatureValue[] } {
  const random = createRandom(1);
  const [choosing, counted]: [FeatureValue[], FeatureValue[]] = [[], []];
  for (const value of values) (random.next() < CHOOSING_SHARE ? choosing : counted).push(value);
  return { choosing, counted };
}

/**
 * Cells for a categorical feature: reference categories by falling count, `other`, and missing. With at most
 * `maximumCategories`, none of which occurs only once, all are kept and all rows count. Otherwise categories would be
 * missing from `other` for having been lucky enough to be seen, or kept for having been seen too often, and `other`
 * would grow in every new sample, drift or not; so a random fifth of the rows chooses the categories and only the other
 * four fifths are counted, which keeps reference and window exchangeable whatever the law.
 */
export function selectCategories(
  values: readonly FeatureValue[],
  { maximumCategories = 100 }: CategoricalBinsOptions = {},
): CategoricalSelection {
  const all = tally(values);
  const hasSingle = [...all.values()].includes(1);
  if (all.size <= maximumCategories && !hasSingle) {
    return { bins: toBins(mostFrequent(all, maximumCategories), all), countedRows: values };
  }
  const { choosing, counted } = split(values);
  return { bins: toBins(mostFrequent(tally(choosing), maximumCategories), all), countedRows: counted };
}

/** The bins of `selectCategories`. */
export function buildCategoricalBins(
  values: readonly FeatureValue[],
  options: CategoricalBinsOptions = {},
): CategoricalBins {
  return selectCategories(values, options).bins;
}
