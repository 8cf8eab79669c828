import type { Signature } from '@plumbline/registry-core';
import type { CategoricalBins, FeatureBins, NumericBins } from '@plumbline/stats';
import { groupReaders, type GroupReader } from './groups/protected-group';
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
  readonly groupReaders: readonly GroupReader[];
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

export function monitoredVersion(
  model: string,
  version: number,
  signature: Signature,
  reference: ReferenceProfile | null,
): MonitoredVersion {
  const profiles = new Map(reference?.features.map((profile) => [profile.feature, profile.bins]));
  const { task, output } = signature;
  const isProbability = task === 'binary' || (task === 'multiclass' && output.kind !== 'label');
  const withoutReference = isProbability ? probabilityBins() : PRESENCE_BINS;
  return {
    model,
    version,
    signature,
    reference,
    featureBins: signature.features.map(({ name }) => profiles.get(name) ?? PRESENCE_BINS),
    scoreBins: reference?.score?.bins ?? withoutReference,
    groupReaders: groupReaders(signature),
  };
}
