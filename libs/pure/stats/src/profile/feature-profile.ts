import { populationMoments } from '../measures/wasserstein';
import { type CategoricalBinsOptions, type CategoryTally, selectCategories, tallyCategories } from './categorical-bins';
import { countTally } from './count-tally';
import type { FeatureBins } from './feature-bins';
import { type FeatureValue, numericValue } from './feature-value';
import { buildNumericBins } from './numeric-bins';
import { countValues, type WindowCounts } from './window-counts';

/** What is kept of a feature's reference sample: enough to score any later window without the rows. Plain JSON. */
export interface FeatureProfile {
  readonly version: 1;
  readonly feature: string;
  readonly kind: 'numeric' | 'categorical';
  readonly bins: FeatureBins;
  readonly counts: WindowCounts;
  /** Null for categories, and when the reference holds no finite number. */
  readonly summary: {
    readonly mean: number;
    readonly populationStd: number;
    readonly min: number;
    readonly max: number;
  } | null;
}

export interface FeatureProfileOptions {
  readonly bins?: number;
  readonly maximumCategories?: number;
}

function summaryOf(values: readonly FeatureValue[], counts: WindowCounts): FeatureProfile['summary'] {
  const finite = values.map(numericValue).filter((v): v is number => v !== undefined && Number.isFinite(v));
  if (counts.min === null || counts.max === null) return null;
  const { mean, standardDeviation } = populationMoments(finite);
  return { mean, populationStd: standardDeviation, min: counts.min, max: counts.max };
}

/**
 * Bins, counts and moments of a reference sample. `counts.rows` is the number of rows given, or about four fifths of it
 * for a categorical feature whose rare categories had to be chosen on the rest (see `selectCategories`).
 */
export function buildFeatureProfile(
  feature: string,
  kind: 'numeric' | 'categorical',
  values: readonly FeatureValue[],
  options: FeatureProfileOptions = {},
): FeatureProfile {
  if (kind === 'categorical') {
    return categoryProfile(feature, tallyCategories(values), options);
  }
  const bins = buildNumericBins(values, options);
  const counts = countValues(bins, values);
  return { version: 1, feature, kind, bins, counts, summary: summaryOf(values, counts) };
}

/** `buildFeatureProfile` of a categorical feature whose rows have been tallied. */
export function categoryProfile(
  feature: string,
  tally: CategoryTally,
  options: CategoricalBinsOptions = {},
): FeatureProfile {
  const { bins, counted } = selectCategories(tally, options);
  return { version: 1, feature, kind: 'categorical', bins, counts: countTally(bins, counted), summary: null };
}
