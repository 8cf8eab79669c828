import type { Feature } from '@plumbline/registry-core';
import type { FeatureProfile } from '@plumbline/stats';
import type { ValueContract } from './quality-counts';

/** Null when neither the signature nor the reference can say which categories there are. */
function knownCategories({ type, categories }: Feature, profile: FeatureProfile | undefined): Set<string> | null {
  if (type !== 'category') return null;
  if (categories !== undefined && categories.length > 0) return new Set(categories);
  if (profile?.bins.kind !== 'categorical' || !profile.bins.rareComplete) return null;
  return new Set([...profile.bins.categories, ...profile.bins.rare]);
}

export function valueContract(feature: Feature, profile: FeatureProfile | undefined): ValueContract {
  return {
    type: feature.type,
    minimum: feature.minimum ?? profile?.summary?.min ?? -Infinity,
    maximum: feature.maximum ?? profile?.summary?.max ?? Infinity,
    categories: knownCategories(feature, profile),
  };
}
