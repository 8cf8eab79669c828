import { binLabels } from '../profile/bin-labels';
import { missingIndex } from '../profile/feature-bins';
import { buildFeatureProfile, type FeatureProfile, type FeatureProfileOptions } from '../profile/feature-profile';
import { type FeatureValue, numericValue } from '../profile/feature-value';
import { orderedCells } from '../profile/ordered-cells';
import { countValues, type WindowCounts } from '../profile/window-counts';
import { seedFromText } from '../random/sfc32';
import { type DriftTestOptions, type DriftTestResult, driftTest, DRIFT_DEFAULTS } from './drift-test';
import { type FeatureMeasures, featureMeasures, type NumericSamples } from './feature-measures';

/** One feature to be checked: its reference profile and the counters of a window, with the rows if they are at hand. */
export interface FeatureWindow {
  readonly profile: FeatureProfile;
  readonly counts: WindowCounts;
  readonly samples?: NumericSamples;
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

/** Values never seen in the reference: categories by name, numbers by the range they fell into ('> 95'). */
function unseenIn({ profile, counts }: FeatureWindow): { unseen: string[]; unseenRows: number } {
  if (profile.kind === 'categorical') return { unseen: [...counts.unseenExamples], unseenRows: counts.unseenRows };
  const labels = binLabels(profile.bins);
  const fresh = counts.bins.map((_, i) => i).filter((i) => i !== missingIndex(profile.bins) && isFresh(i));
  function isFresh(i: number): boolean {
    return (profile.counts.bins[i] as number) === 0 && (counts.bins[i] as number) > 0;
  }
  return {
    unseen: fresh.map((i) => labels[i] as string),
    unseenRows: fresh.reduce((sum, i) => sum + (counts.bins[i] as number), 0),
  };
}

/** A categorical reference whose every value is rare (an identifier) says nothing about the next sample. */
function isUntestable({ bins, counts }: FeatureProfile): boolean {
  return bins.kind === 'categorical' && bins.categories.length === 0 && (counts.bins[0] as number) > 0;
}

export function featureEvidence(window: FeatureWindow, options: DriftTestOptions): FeatureEvidence {
  const { profile, counts, samples } = window;
  const [reference, current] = [profile.counts.bins, counts.bins];
  const cells = orderedCells(profile, counts);
  const seed = seedFromText(profile.feature, options.seed ?? DRIFT_DEFAULTS.seed);
  const test = driftTest(reference, current, { ...options, seed, ...(cells ? { cells } : {}) });
  const share = (side: WindowCounts): number =>
    side.rows === 0 ? 0 : (side.bins[missingIndex(profile.bins)] as number) / side.rows;
  return {
    test: isUntestable(profile) ? { ...test, verdict: 'not_enough_evidence', reason: 'untestable' } : test,
    measures: test.pValue === null ? null : featureMeasures(reference, current, cells, samples),
    ...unseenIn(window),
    missing: { reference: share(profile.counts), current: share(counts) },
  };
}
