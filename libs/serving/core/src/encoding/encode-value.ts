import type { Signature } from '@plumbline/registry-core';
import type { Instance, Scalar } from '../scalar';

/** A validated instance in feature order: what the event keeps, and what every encoder starts from. */
export function featureValues(signature: Signature, instance: Instance): Scalar[] {
  return signature.features.map(({ name }) => (instance[name] ?? null) as Scalar);
}
