import type { Feature, Signature } from '@plumbline/registry-core';
import { featureCapacity } from '../encoding/tensor-capacity';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** PostgreSQL's jsonb holds neither NUL nor half a surrogate pair, so such text could never be stored. */
export const STORABLE_TEXT = '^[^\\u0000\\p{Cs}]*$';
export const MAX_TEXT_LENGTH = 1_024;

function usualRange({ minimum, maximum }: Feature): string | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  return `usual range ${minimum ?? '...'} to ${maximum ?? '...'}; values outside are accepted and show up as drift`;
}

function describe(feature: Feature, takesUnseen: boolean): { description?: string } {
  const categories = feature.categories?.length
    ? `one of ${feature.categories.join(', ')}${takesUnseen ? '; others are accepted as unseen' : ''}`
    : undefined;
  const unit = feature.unit === undefined ? undefined : `in ${feature.unit}`;
  const parts = [feature.description, unit, usualRange(feature), categories].filter((part) => part !== undefined);
  return parts.length ? { description: parts.join('; ') } : {};
}

function valueSchema(feature: Feature, largest: number, takesUnseen: boolean): JsonSchema {
  switch (feature.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'category':
      return takesUnseen || !feature.categories
        ? { type: 'string', maxLength: MAX_TEXT_LENGTH, pattern: STORABLE_TEXT }
        : { type: 'string', enum: feature.categories };
    case 'number':
    case 'integer':
      return largest === Number.MAX_VALUE
        ? { type: feature.type }
        : { type: feature.type, minimum: -largest, maximum: largest };
  }
}

/**
 * JSON Schema of one instance. Refused: a wrong type, an unknown field, a missing required feature, and what the model's
 * tensor cannot hold (a missing value or unseen category in an integer tensor, a number beyond float32). Accepted, since
 * drift is there to tell: a number outside the signature's range, an unseen category.
 */
export function instanceSchema(signature: Signature): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const feature of signature.features) {
    const { takesMissing, largest } = featureCapacity(signature, feature);
    const schema = valueSchema(feature, largest, takesMissing);
    const mustBeThere = feature.required || !takesMissing;
    if (mustBeThere) required.push(feature.name);
    const type = mustBeThere ? schema['type'] : [schema['type'], 'null'];
    properties[feature.name] = { ...schema, type, ...describe(feature, takesMissing) };
  }
  return { type: 'object', properties, required, additionalProperties: false };
}
