import { binLabels } from '../profile/bin-labels';
import { missingIndex } from '../profile/feature-bins';
import { buildFeatureProfile, type FeatureProfile, type FeatureProfileOptions } from '../profile/feature-profile';
import { type FeatureValue, numericValue } from '../profile/feature-value';
import { orderedCells } from '../profile/ordered-cells';
import { countValues, type WindowCounts } from '../profile/window-counts';
import { seedFromText } from '../random/sfc32';
import { type DriftTestResult, type DriftTestSettings, testCounts } from './drift-test';
import { type FeatureMeasures, featureMeasures, type FineCounts, type NumericSamples } from './feature-measures';

/** One feature to be checked: its reference profile and the counters of a window, with the rows if they are at hand. */
export interface FeatureWindow {
  readonly profile: FeatureProfile;
  readonly counts: WindowCounts;
  readonly samples?: NumericSamples;
  /** Counts over finer cells than the profile's, for Kolmogorov-Smirnov and Wasserstein with closer bounds. */
  readonly fine?: FineCounts;
}

export interface FeatureEvidence {
  readonly test: DriftTestResult;
  /** Null when a side has no row. */
  readonly measures: FeatureMeasures | null;
  readonly unseen: string[];
  readonly unseenRows: number;
  readonly missing: { readonly reference: number; readonly current: number };
}

const finiteNumbers = (values: readonly FeatureValue[]): number[] =>
  values.map(numericValue).filter((v): v is number => v !== undefined && Number.isFinite(v));

/** Builds the profile from the reference rows and counts the current ones; KS and Wasserstein are then exact. */
export function featureWindowFromSamples(
  feature: string,
  kind: 'numeric' | 'categorical',
  reference: readonly FeatureValue[],
  current: readonly FeatureValue[],
  options: FeatureProfileOptions = {},
): FeatureWindow {
  const profile = buildFeatureProfile(feature, kind, reference, options);
  const counts = countValues(profile.bins, current);
  if (kind === 'categorical') return { profile, counts };
  return { profile, counts, samples: { reference: finiteNumbers(reference), current: finiteNumbers(current) } };
}

/** Numbers beyond the reference's extremes, or in a range where it had none: ['< 18', '(1, 2)', '> 95']. */
function unseenNumbers({ profile, counts }: FeatureWindow): { unseen: string[]; unseenRows: number } {
  const { summary, bins } = profile;
  const fresh: number[] = [];
  for (let i = 0; i < missingIndex(bins); i += 1) {
    if (profile.counts.bins[i] === 0 && (counts.bins[i] as number) > 0) fresh.push(i);
  }
  const labels = fresh.length === 0 ? [] : binLabels(bins);
  const unseen = fresh.map((i) => labels[i] as string);
  const unseenRows = fresh.reduce((sum, i) => sum + (counts.bins[i] as number), 0);
  if (summary === null) return { unseen, unseenRows };
  if (counts.min !== null && counts.min < summary.min) unseen.unshift(`< ${summary.min}`);
  if (counts.max !== null && counts.max > summary.max) unseen.push(`> ${summary.max}`);
  return { unseen: unseen.length > 1 ? [...new Set(unseen)] : unseen, unseenRows };
}

function unseenIn(window: FeatureWindow): { unseen: string[]; unseenRows: number } {
  if (window.profile.kind === 'numeric') return unseenNumbers(window);
  return { unseen: [...window.counts.unseenExamples], unseenRows: window.counts.unseenRows };
}

const isPositive = (count: number): boolean => count > 0;

/** A share of rare categories above which the feature is an identifier: it says nothing about the next sample. */
const IDENTIFIER_SHARE = 0.9;

function isUntestable({ bins, counts }: FeatureProfile): boolean {
  if (bins.kind !== 'categorical') return false;
  const present = counts.rows - (counts.bins[missingIndex(bins)] as number);
  return (counts.bins[bins.categories.length] as number) > IDENTIFIER_SHARE * present;
}

export function featureEvidence(window: FeatureWindow, settings: DriftTestSettings): FeatureEvidence {
  const { profile, counts } = window;
  const [reference, current] = [profile.counts.bins, counts.bins];
  const cells = orderedCells(profile, counts);
  const seed = seedFromText(profile.feature, settings.seed);
  const hasRows = reference.some(isPositive) && current.some(isPositive);
  const measures = hasRows ? featureMeasures(reference, current, cells, window) : null;
  const own = cells === undefined ? { ...settings, seed } : { ...settings, seed, cells };
  const test = testCounts(reference, current, own, measures ?? undefined);
  const share = (side: WindowCounts): number =>
    side.rows === 0 ? 0 : (side.bins[missingIndex(profile.bins)] as number) / side.rows;
  const { unseen, unseenRows } = unseenIn(window);
  return {
    test: isUntestable(profile) ? { ...test, verdict: 'not_enough_evidence', reason: 'untestable' } : test,
    measures,
    unseen,
    unseenRows,
    missing: { reference: share(profile.counts), current: share(counts) },
  };
}
