import type { Feature, ModelInput, Signature } from '@plumbline/registry-core';

export type ElementType = ModelInput['elementType'];

const FLOAT32_MAX = 3.4028234663852886e38;

interface Capacity {
  /** A missing value, or a category that the signature does not know, has a representation (NaN or text). */
  readonly takesMissing: boolean;
  readonly largest: number;
}

const CAPACITY: Readonly<Record<ElementType, Capacity>> = {
  float: { takesMissing: true, largest: FLOAT32_MAX },
  double: { takesMissing: true, largest: Number.MAX_VALUE },
  string: { takesMissing: true, largest: Number.MAX_VALUE },
  int64: { takesMissing: false, largest: Number.MAX_SAFE_INTEGER },
  int32: { takesMissing: false, largest: 2 ** 31 - 1 },
  bool: { takesMissing: false, largest: 1 },
};

/** What every tensor that a feature goes into can hold; a feature of no tensor is bound by nothing. */
export function featureCapacity(signature: Signature, { name }: Feature): Capacity {
  const tensors = signature.inputs.filter(({ features }) => features.includes(name));
  return {
    takesMissing: tensors.every(({ elementType }) => CAPACITY[elementType].takesMissing),
    largest: Math.min(Number.MAX_VALUE, ...tensors.map(({ elementType }) => CAPACITY[elementType].largest)),
  };
}
