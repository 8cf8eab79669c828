import { binIndex, unseenCategory } from './bin-index';
import type { CategoryTally } from './categorical-bins';
import { type CategoricalBins, missingIndex } from './feature-bins';
import { emptyCounts, MAXIMUM_UNSEEN_EXAMPLES, type WindowCounts } from './window-counts';

/** The counters of a window whose rows have been tallied. Rows of categories not kept apart count as other. */
export function countTally(bins: CategoricalBins, { counts, missing, overflow }: CategoryTally): WindowCounts {
  const window = emptyCounts(bins);
  const add = (index: number, count: number): void => {
    window.rows += count;
    window.bins[index] = (window.bins[index] ?? 0) + count;
  };
  const unseen: string[] = [];
  for (const [category, count] of counts) {
    add(binIndex(bins, category), count);
    if (unseenCategory(bins, category) === undefined) continue;
    window.unseenRows += count;
    unseen.push(category);
  }
  add(missingIndex(bins), missing);
  add(bins.categories.length, overflow);
  window.unseenExamples = unseen.sort().slice(0, MAXIMUM_UNSEEN_EXAMPLES);
  return window;
}
