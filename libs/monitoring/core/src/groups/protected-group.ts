import type { ProtectedAttribute, Signature } from '@plumbline/registry-core';
import { numericValue } from '@plumbline/stats';
import type { Scalar, ScoredRow } from '../scored-row';

const UNKNOWN_GROUP = 'unknown';

/** Whole-number edges give the band people read: 30 and 45 make `30-44`; others keep both edges. */
function bandLabel(bands: readonly number[], band: number): string {
  const lower = bands[band - 1];
  const upper = bands[band];
  if (lower === undefined) return upper === undefined ? UNKNOWN_GROUP : `<${upper}`;
  if (upper === undefined) return `${lower}+`;
  return `${lower}-${Number.isInteger(lower) && Number.isInteger(upper) ? upper - 1 : upper}`;
}

/** Group of one value: its band (lower edge included), or the value itself; missing and not-a-number are `unknown`. */
export function groupOfValue(attribute: ProtectedAttribute, value: Scalar | undefined): string {
  if (attribute.bands === undefined) {
    return value === null || value === undefined || value === '' ? UNKNOWN_GROUP : String(value);
  }
  const x = numericValue(value);
  if (x === undefined) return UNKNOWN_GROUP;
  const above = attribute.bands.filter((edge) => x >= edge).length;
  return bandLabel(attribute.bands, above);
}

export type GroupReader = (row: Pick<ScoredRow, 'features' | 'attributes'>) => string;

/** One reader a protected attribute, in the signature's order. */
export function groupReaders(signature: Signature): GroupReader[] {
  return signature.protectedAttributes.map((attribute) => {
    const index = signature.features.findIndex(({ name }) => name === attribute.name);
    return attribute.source === 'feature'
      ? ({ features }) => groupOfValue(attribute, features[index])
      : ({ attributes }) => groupOfValue(attribute, ownValue(attributes, attribute.name));
  });
}

function ownValue(attributes: ScoredRow['attributes'], name: string): Scalar | undefined {
  return attributes !== null && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
