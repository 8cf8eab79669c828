import type { Feature, Signature } from '@plumbline/registry-core';
import { featureCapacity } from './encoding/tensor-capacity';
import type { Scalar } from './scalar';

function exampleNumber(signature: Signature, feature: Feature): number {
  const { minimum, maximum, type } = feature;
  const { isWhole, smallest, largest } = featureCapacity(signature, feature);
  const middle = minimum !== undefined && maximum !== undefined ? (minimum + maximum) / 2 : (minimum ?? maximum ?? 1);
  const held = Math.min(largest, Math.max(smallest, middle));
  return type === 'integer' || isWhole ? Math.round(held) : held;
}

function exampleValue(signature: Signature, feature: Feature): Exclude<Scalar, null> {
  if (feature.type === 'boolean') return true;
  if (feature.type === 'category') return feature.categories?.[0] ?? 'text';
  return exampleNumber(signature, feature);
}

/** A row that the model takes, in feature order: the middle of each usual range, the first category. */
export const exampleRow = (signature: Signature): Exclude<Scalar, null>[] =>
  signature.features.map((feature) => exampleValue(signature, feature));
