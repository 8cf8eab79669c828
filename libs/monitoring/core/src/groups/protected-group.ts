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

type Bands = readonly number[] | undefined;

/** Reads a value's group: its band (lower edge included), or the value itself; missing and not-a-number are `unknown`. */
function valueGrouper(bands: Bands): (value: Scalar | undefined) => string {
  if (bands === undefined) {
    return (value) => (value === null || value === undefined || value === '' ? UNKNOWN_GROUP : String(value));
  }
  const labels = Array.from({ length: bands.length + 1 }, (_, band) => bandLabel(bands, band));
  return (value) => {
    const x = numericValue(value);
    if (x === undefined) return UNKNOWN_GROUP;
    let above = 0;
    for (const edge of bands) if (x >= edge) above += 1;
    return labels[above] as string;
  };
}

export const groupOfValue = (attribute: Pick<ProtectedAttribute, 'bands'>, value: Scalar | undefined): string =>
  valueGrouper(attribute.bands)(value);

export type GroupReader = (row: Pick<ScoredRow, 'features' | 'attributes'>) => string;

export function featureReader(index: number, bands: Bands): GroupReader {
  const groupOf = valueGrouper(bands);
  return ({ features }) => groupOf(features[index]);
}

export function attributeReader(name: string, bands: Bands): GroupReader {
  const groupOf = valueGrouper(bands);
  return ({ attributes }) => groupOf(ownValue(attributes, name));
}

/** One reader a protected attribute, in the signature's order. */
export function groupReaders(signature: Signature): GroupReader[] {
  return signature.protectedAttributes.map(({ name, source, bands }) => {
    const index = signature.features.findIndex((feature) => feature.name === name);
    return source === 'feature' ? featureReader(index, bands) : attributeReader(name, bands);
  });
}

function ownValue(attributes: ScoredRow['attributes'], name: string): Scalar | undefined {
  return attributes !== null && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
