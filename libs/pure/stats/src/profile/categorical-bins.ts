import { nextHypergeometric } from '../random/hypergeometric';
import { createRandom } from '../random/sfc32';
import type { CategoricalBins } from './feature-bins';
import { categoryValue, type FeatureValue } from './feature-value';

export interface CategoricalBinsOptions {
  readonly maximumCategories?: number;
}

/** How often each category of a sample occurs. */
export interface CategoryTally {
  readonly counts: ReadonlyMap<string, number>;
  readonly missing: number;
  /** Rows of further categories that were not kept apart. */
  readonly overflow: number;
}

export interface CategoricalSelection {
  readonly bins: CategoricalBins;
  /** The reference rows that may be counted against these bins: all, or those that did not choose the categories. */
  readonly counted: CategoryTally;
}

const MAXIMUM_RARE = 5_000;
/** Share of the reference that chooses the categories when not all can be kept. */
const CHOOSING_SHARE = 0.2;

export function tallyCategories(values: readonly FeatureValue[]): CategoryTally {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of values) {
    const category = categoryValue(value);
    if (category === undefined) missing += 1;
    else counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return { counts, missing, overflow: 0 };
}

function mostFrequent(counts: ReadonlyMap<string, number>, maximum: number): string[] {
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, maximum)
    .map(([category]) => category);
}

function toBins(kept: string[], { counts, overflow }: CategoryTally): CategoricalBins {
  const own = new Set(kept);
  const rare = [...counts.keys()].filter((category) => !own.has(category)).sort();
  const rareComplete = rare.length <= MAXIMUM_RARE && overflow === 0;
  return { version: 1, kind: 'categorical', categories: kept, rare: rare.slice(0, MAXIMUM_RARE), rareComplete };
}

/** A random `CHOOSING_SHARE` of the rows, and the others: a multivariate hypergeometric draw, whatever their order. */
function split({ counts, missing, overflow }: CategoryTally): {
  choosing: Map<string, number>;
  counted: CategoryTally;
} {
  const random = createRandom(1);
  const categories = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  let total = categories.reduce((sum, [, count]) => sum + count, missing + overflow);
  let left = Math.round(total * CHOOSING_SHARE);
  const draw = (count: number): number => {
    const drawn = nextHypergeometric(random, count, total, left);
    total -= count;
    left -= drawn;
    return drawn;
  };
  const choosing = new Map<string, number>();
  const counted = new Map<string, number>();
  for (const [category, count] of categories) {
    const drawn = draw(count);
    if (drawn > 0) choosing.set(category, drawn);
    if (drawn < count) counted.set(category, count - drawn);
  }
  const others = { missing: missing - draw(missing), overflow: overflow - draw(overflow) };
  return { choosing, counted: { counts: counted, ...others } };
}

/**
 * Cells for a categorical feature: reference categories by falling count, `other`, and missing. With at most
 * `maximumCategories`, none of which occurs only once, all are kept and all rows count. Otherwise categories would be
 * missing from `other` for having been lucky enough to be seen, or kept for having been seen too often, and `other`
 * would grow in every new sample, drift or not; so a random fifth of the rows chooses the categories and only the other
 * four fifths are counted, which keeps reference and window exchangeable whatever the law.
 */
export function selectCategories(
  tally: CategoryTally,
  { maximumCategories = 100 }: CategoricalBinsOptions = {},
): CategoricalSelection {
  const hasSingle = [...tally.counts.values()].includes(1);
  if (tally.counts.size <= maximumCategories && !hasSingle) {
    return { bins: toBins(mostFrequent(tally.counts, maximumCategories), tally), counted: tally };
  }
  const { choosing, counted } = split(tally);
  return { bins: toBins(mostFrequent(choosing, maximumCategories), tally), counted };
}

/** The bins of `selectCategories`. */
export function buildCategoricalBins(
  values: readonly FeatureValue[],
  options: CategoricalBinsOptions = {},
): CategoricalBins {
  return selectCategories(tallyCategories(values), options).bins;
}
