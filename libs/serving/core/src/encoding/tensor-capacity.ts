import { boundsBefore } from '@plumbline/preprocessing';
import type { Feature, ModelInput, Signature } from '@plumbline/registry-core';
import { FLOAT16_MAX } from '../half-float';

export type ElementType = ModelInput['elementType'];

const FLOAT32_MAX = 3.4028234663852886e38;

interface Capacity {
  /** A missing value has a representation: NaN, text, or columns of its own. */
  readonly takesMissing: boolean;
  /** So has a category that the signature does not know. */
  readonly takesUnseen: boolean;
  /** Whole numbers only. */
  readonly isWhole: boolean;
  readonly smallest: number;
  readonly largest: number;
}

const floating = (largest: number): Capacity => ({
  takesMissing: true,
  takesUnseen: true,
  isWhole: false,
  smallest: -largest,
  largest,
});
const whole = (smallest: number, largest: number): Capacity => ({
  takesMissing: false,
  takesUnseen: false,
  isWhole: true,
  smallest,
  largest,
});

const CAPACITY: Readonly<Record<ElementType, Capacity>> = {
  float: floating(FLOAT32_MAX),
  double: floating(Number.MAX_VALUE),
  float16: floating(FLOAT16_MAX),
  string: floating(Number.MAX_VALUE),
  // Beyond 2^53 a JSON number is not exact any more: another number than the one asked about would be scored.
  int64: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  int32: whole(-(2 ** 31), 2 ** 31 - 1),
  bool: whole(0, 1),
};

/** What every tensor that a feature goes into can hold; a feature of no tensor is bound by nothing. */
export function featureCapacity(signature: Signature, feature: Feature): Capacity {
  const held = tensorCapacity(signature, feature);
  const { preprocessing } = feature;
  if (!preprocessing) return held;
  if (preprocessing.kind === 'one-hot')
    return { ...held, takesMissing: true, takesUnseen: preprocessing.unknown !== 'refuse' };
  return { ...held, isWhole: false, ...boundsBefore(preprocessing, held) };
}

function tensorCapacity(signature: Signature, { name }: Feature): Capacity {
  const tensors = signature.inputs.filter(({ features }) => features.includes(name));
  const capacities = tensors.map(({ elementType }) => CAPACITY[elementType]);
  return {
    takesMissing: capacities.every(({ takesMissing }) => takesMissing),
    takesUnseen: capacities.every(({ takesUnseen }) => takesUnseen),
    isWhole: capacities.some(({ isWhole }) => isWhole),
    smallest: Math.max(-Number.MAX_VALUE, ...capacities.map(({ smallest }) => smallest)),
    largest: Math.min(Number.MAX_VALUE, ...capacities.map(({ largest }) => largest)),
  };
}

/** The feature goes into text tensors only: it is sent as it is, whatever categories the signature knows. */
export function isSentAsText(signature: Signature, { name }: Feature): boolean {
  const tensors = signature.inputs.filter(({ features }) => features.includes(name));
  return tensors.length > 0 && tensors.every(({ elementType }) => elementType === 'string');
}
