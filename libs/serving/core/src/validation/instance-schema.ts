import { describePreprocessing } from '@plumbline/preprocessing';
import type { Feature, Signature } from '@plumbline/registry-core';
import { featureCapacity, isSentAsText } from '../encoding/tensor-capacity';

/** What becomes of a field that is no feature; policy of the model. */
export type UnknownFields = 'refuse' | 'ignore';
export type JsonSchema = Readonly<Record<string, unknown>>;

/** PostgreSQL's jsonb holds neither NUL nor half a surrogate pair, so such text could never be stored. */
export const STORABLE_TEXT = '^[^\\u0000\\p{Cs}]*$';
export const MAX_TEXT_LENGTH = 1_024;

function usualRange({ minimum, maximum }: Feature): string | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  return `usual range ${minimum ?? '...'} to ${maximum ?? '...'}; values outside are accepted and show up as drift`;
}

const MAX_LISTED = 50;

function knownCategories({ categories = [] }: Feature, takesUnseen: boolean): string | undefined {
  if (categories.length === 0) return undefined;
  const more = categories.length > MAX_LISTED ? ` and ${categories.length - MAX_LISTED} more` : '';
  const listed = `one of ${categories.slice(0, MAX_LISTED).join(', ')}${more}`;
  return takesUnseen ? `${listed}; others are accepted as unseen` : listed;
}

function describe(signature: Signature, feature: Feature, takesUnseen: boolean): { description?: string } {
  const unit = feature.unit === undefined ? undefined : `in ${feature.unit}`;
  const missing = isSentAsText(signature, feature) ? 'goes to the model as text; null as empty text' : undefined;
  const categories = knownCategories(feature, takesUnseen);
  const filled = feature.default === undefined ? missing : `missing is taken for ${JSON.stringify(feature.default)}`;
  const { preprocessing } = feature;
  const seen = preprocessing && `the model sees it ${describePreprocessing(preprocessing)}`;
  const all = [feature.description, unit, usualRange(feature), categories, filled, seen];
  const parts = all.filter((part) => part !== undefined);
  return parts.length ? { description: parts.join('; ') } : {};
}

function numberSchema(
  { type }: Feature,
  { isWhole, smallest, largest }: ReturnType<typeof featureCapacity>,
): JsonSchema {
  const kind = isWhole ? 'integer' : type;
  return {
    type: kind,
    ...(smallest > -Number.MAX_VALUE && { minimum: smallest }),
    ...(largest < Number.MAX_VALUE && { maximum: largest }),
  };
}

function valueSchema(feature: Feature, capacity: ReturnType<typeof featureCapacity>): JsonSchema {
  switch (feature.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'category':
      return capacity.takesUnseen || !feature.categories
        ? { type: 'string', maxLength: MAX_TEXT_LENGTH, pattern: STORABLE_TEXT }
        : { type: 'string', enum: feature.categories };
    case 'number':
    case 'integer':
      return numberSchema(feature, capacity);
  }
}

function orMissing(schema: JsonSchema, { default: filling }: Feature): JsonSchema {
  const values = schema['enum'] as readonly string[] | undefined;
  return {
    type: [schema['type'], 'null'],
    ...(values && { enum: [...values, null] }),
    ...(filling !== undefined && { default: filling }),
  };
}

/**
 * JSON Schema of one instance. Refused: a wrong type, an unknown field unless policy ignores it, a missing required
 * feature, and what the model's tensor cannot hold (a missing value without a default, a fraction or an unseen category in
 * an integer tensor, a number beyond float32). Accepted, since drift is there to tell: a number outside the signature's
 * range, an unseen category.
 */
export function instanceSchema(signature: Signature, unknownFields: UnknownFields = 'refuse'): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const feature of signature.features) {
    const capacity = featureCapacity(signature, feature);
    const { takesMissing, takesUnseen } = capacity;
    const schema = valueSchema(feature, capacity);
    const mustBeThere = feature.required || (!takesMissing && feature.default === undefined);
    if (mustBeThere) required.push(feature.name);
    const optional = mustBeThere ? {} : orMissing(schema, feature);
    properties[feature.name] = { ...schema, ...optional, ...describe(signature, feature, takesUnseen) };
  }
  return { type: 'object', properties, required, additionalProperties: unknownFields === 'ignore' };
}
