import type { Signature } from '@plumbline/registry-core';
import {
  type CategoricalBins,
  type FeatureBins,
  type FeatureProfile,
  jointReader,
  type JointReader,
  type NumericBins,
} from '@plumbline/stats';
import { groupJoiner } from './groups/joined-group';
import { groupReaders, type GroupReader } from './groups/protected-group';
import { type SegmentReader, segmentReaders, type SegmentSpec } from './groups/segments';
import type { ValueContract } from './quality/quality-counts';
import { valueContract } from './quality/value-contract';
import type { ReferenceProfile } from './reference/reference-profile';

/** A version as the monitor sees it: how to bin, group and judge its rows. Made once a version, which never changes. */
export interface MonitoredVersion {
  readonly model: string;
  readonly version: number;
  readonly signature: Signature;
  readonly reference: ReferenceProfile | null;
  /** In the signature's feature order. */
  readonly featureBins: readonly FeatureBins[];
  readonly scoreBins: FeatureBins;
  /** In the signature's feature order; for data quality. */
  readonly contracts: readonly ValueContract[];
  /** How far a row is from how the reference hangs together; null without a reference that says. */
  readonly joint: { readonly bins: FeatureBins; readonly errorOf: JointReader } | null;
  /** In the order of the signature's protected attributes. */
  readonly groupReaders: readonly GroupReader[];
  readonly intersections: readonly Intersection[];
  /** As the policy in force asks; see `withSegments`. */
  readonly segmentReaders: readonly SegmentReader[];
}

/** Two protected attributes crossed, by their places in the signature. */
export interface Intersection {
  readonly first: number;
  readonly second: number;
  readonly join: (first: string, second: string) => string;
}

/** Pairs grow with the square: those of the first four attributes are counted. */
const CROSSED_ATTRIBUTES = 4;

function intersectionsOf({ protectedAttributes }: Signature): Intersection[] {
  const places = protectedAttributes.slice(0, CROSSED_ATTRIBUTES).map((_, i) => i);
  return places.flatMap((first) => places.slice(first + 1).map((second) => ({ first, second, join: groupJoiner() })));
}

/** Present or missing, nothing else: for a feature without reference. */
const PRESENCE_BINS: CategoricalBins = {
  version: 1,
  kind: 'categorical',
  categories: [],
  rare: [],
  rareComplete: false,
};

/** Twenty equal ranges of a probability, for a version without reference scores. */
function probabilityBins(ranges = 20): NumericBins {
  const bounds = Array.from({ length: ranges + 1 }, (_, i) => i / ranges);
  const slots = [0, ...bounds.slice(0, -1).flatMap((_, i) => [i + 1, i + 1]), ranges, ranges + 1];
  return { version: 1, kind: 'numeric', bounds, slots, cells: ranges + 2 };
}

function jointOf(
  profiles: readonly (FeatureProfile | undefined)[],
  reference: ReferenceProfile | null,
): MonitoredVersion['joint'] {
  const joint = reference?.joint;
  return joint ? { bins: joint.errors.bins, errorOf: jointReader(profiles, joint) } : null;
}

export function monitoredVersion(
  model: string,
  version: number,
  signature: Signature,
  reference: ReferenceProfile | null,
): MonitoredVersion {
  const byName = new Map(reference?.features.map((profile) => [profile.feature, profile]));
  const profiles = signature.features.map(({ name }) => byName.get(name));
  const { task, output } = signature;
  const isProbability = task === 'binary' || (task === 'multiclass' && output.kind !== 'label');
  const withoutReference = isProbability ? probabilityBins() : PRESENCE_BINS;
  return {
    model,
    version,
    signature,
    reference,
    featureBins: profiles.map((profile) => profile?.bins ?? PRESENCE_BINS),
    scoreBins: reference?.score?.bins ?? withoutReference,
    contracts: signature.features.map((feature, i) => valueContract(feature, profiles[i])),
    joint: jointOf(profiles, reference),
    groupReaders: groupReaders(signature),
    intersections: intersectionsOf(signature),
    segmentReaders: [],
  };
}

/** The version as counted under a policy's segments. */
export const withSegments = (version: MonitoredVersion, specs: readonly SegmentSpec[]): MonitoredVersion => ({
  ...version,
  segmentReaders: segmentReaders(version.signature, specs),
});
