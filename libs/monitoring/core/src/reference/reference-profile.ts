import type { FeatureProfile, JointProfile } from '@plumbline/stats';

/** What the version was expected to do at birth, from rows it was not trained on. */
export interface ExpectedPerformance {
  readonly logLoss: number;
  /** Sample variance of the row log losses; widens the interval of the comparison. Null when nobody kept it. */
  readonly logLossVariance: number | null;
  readonly auc: number | null;
  readonly accuracy: number | null;
  /** Whether its probabilities can be believed; absent when nobody measured it. */
  readonly calibrationError?: number | null;
  readonly n: number;
}

export interface GroupShare {
  readonly group: string;
  readonly n: number;
}

/** Distribution of the data a version was trained on: plain JSON in `model_version.reference`. */
export interface ReferenceProfile {
  readonly version: 1;
  readonly rows: number;
  /** By name; a feature that is not here is counted, not judged. */
  readonly features: readonly FeatureProfile[];
  /** How the features hang together; absent in references from before it was kept. */
  readonly joint?: JointProfile | null;
  readonly score: FeatureProfile | null;
  readonly labels: { readonly positives: number; readonly negatives: number } | null;
  readonly attributes: readonly { readonly attribute: string; readonly groups: readonly GroupShare[] }[];
  readonly expected: ExpectedPerformance | null;
}

/** A stored reference, or null when there is none or its format is not version 1: then drift is not judged. */
export function readReferenceProfile(stored: unknown): ReferenceProfile | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const profile = stored as Partial<ReferenceProfile>;
  return profile.version === 1 && Array.isArray(profile.features) ? (profile as ReferenceProfile) : null;
}
