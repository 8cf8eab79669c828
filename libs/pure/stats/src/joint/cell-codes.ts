import { normalQuantile } from '../distributions/normal';
import { type FeatureBins, missingIndex } from '../profile/feature-bins';
import type { FeatureProfile } from '../profile/feature-profile';

/** Categories of one feature that get a column; the rarer ones and `other` are what all columns are not. */
const MAXIMUM_COLUMNS = 4;
const LEAST_SHARE = 0.02;

/** The number that each cell stands for, with mean 0 and variance 1 over the reference. */
type Column = number[];

function standardised(values: readonly number[], counts: readonly number[]): Column | null {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const mean = values.reduce((sum, value, i) => sum + value * (counts[i] as number), 0) / rows;
  const variance = values.reduce((sum, value, i) => sum + (value - mean) ** 2 * (counts[i] as number), 0) / rows;
  return variance > 1e-12 ? values.map((value) => (value - mean) / Math.sqrt(variance)) : null;
}

/** Normal scores of the cells' mid-ranks: no outlier and no skew weighs more than its rank. Missing is the middle. */
function normalScores(bins: FeatureBins, counts: readonly number[]): Column {
  const cells = counts.slice(0, missingIndex(bins));
  const present = cells.reduce((sum, count) => sum + count, 0);
  let below = 0;
  const scores = cells.map((count) => {
    const rank = Math.min(present - 0.5, Math.max(0.5, below + count / 2));
    below += count;
    return normalQuantile(rank / present);
  });
  return [...scores, 0];
}

/**
 * Columns by which a feature enters the joint measure, each a number for every cell of its bins: one of normal scores
 * for numbers, one an indicator for each of the frequent categories. None for a feature that is constant in the
 * reference. They follow from the profile alone, so that counters need nothing more than the cell of each value.
 */
export function cellCodes({ bins, counts }: FeatureProfile): Column[] {
  if (counts.rows === 0 || counts.rows === counts.bins[missingIndex(bins)]) return [];
  if (bins.kind === 'numeric') {
    const column = standardised(normalScores(bins, counts.bins), counts.bins);
    return column === null ? [] : [column];
  }
  return bins.categories
    .slice(0, MAXIMUM_COLUMNS)
    .map((_, category) => category)
    .filter((category) => (counts.bins[category] as number) >= LEAST_SHARE * counts.rows)
    .map((category) =>
      standardised(
        counts.bins.map((__, cell) => (cell === category ? 1 : 0)),
        counts.bins,
      ),
    )
    .filter((column) => column !== null);
}
