import { invalidVersion } from '../registry.errors';
import { booleanOf, isMissing, numberOf } from '../table/cell';
import type { FeatureFacts, InputHint } from './infer-options';
import type { Feature, ModelInput } from './signature';

/** A column with more values than this is an identifier or free text, not a category. */
const MAX_CATEGORIES = 100;
const WHOLE: ReadonlySet<ModelInput['elementType']> = new Set(['int64', 'int32', 'bool']);

/** RFC 6901: one reference token. */
export const escapePointer = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Tensors that a feature goes into. */
export type FedTypes = ReadonlySet<ModelInput['elementType']>;

const isTextOnly = (fed: FedTypes): boolean => fed.size === 1 && fed.has('string');
const isWhole = (fed: FedTypes): boolean => [...fed].some((elementType) => WHOLE.has(elementType));

function categoryFeature(
  name: string,
  present: readonly string[],
  required: boolean,
  { fed, told }: { readonly fed: FedTypes; readonly told: FeatureFacts },
): Feature {
  const categories = told.categories ?? [...new Set(present)].sort(byCodeUnit);
  if (categories.length <= MAX_CATEGORIES || told.categories) return { name, type: 'category', required, categories };
  // A text tensor takes any text: no category needs a number.
  if (isTextOnly(fed)) return { name, type: 'category', required };
  const detail = `column ${name} has ${categories.length} different texts (at most ${MAX_CATEGORIES}). If it is an identifier or free text, list it in "drop"; else group its values`;
  throw invalidVersion('category_too_wide', '/manifest/drop', detail);
}

function numericFeature(name: string, values: readonly number[], required: boolean, fed: FedTypes): Feature {
  const minimum = values.reduce((least, value) => Math.min(least, value), Infinity);
  const maximum = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (fed.has('bool') && minimum >= 0 && maximum <= 1) return { name, type: 'boolean', required };
  // A constant column tells nothing about fractions to come, and serving refuses a fraction for an integer.
  const whole = (minimum < maximum || isWhole(fed)) && values.every(Number.isSafeInteger);
  return { name, type: whole ? 'integer' : 'number', required, minimum, maximum };
}

function refuseMissing(name: string, fed: FedTypes): void {
  const tensors = [...fed].filter((elementType) => WHOLE.has(elementType)).join(', ');
  const detail = `column ${name} has missing values, and the model takes it as ${tensors}, which holds none: say with what they are filled ("features": {${JSON.stringify(name)}: {"imputation": "median"}}, or "default"), or export the model with a float input`;
  throw invalidVersion('missing_not_encodable', '/reference', detail);
}

/**
 * What a column's cells say about the feature. A column with a missing cell is not required. Categories are sorted by
 * code unit, as scikit-learn's encoders sort them.
 * @param fed element types of the tensors that take it: in a string tensor numbers are names too
 * @param told facts that go before what the cells show; all but type and categories are added later, by `withFacts`
 * @throws VersionInvalidError for a column without any value, with too many categories, or that its tensor cannot hold
 */
export function inferFeature(name: string, cells: readonly string[], fed: FedTypes, told: FeatureFacts = {}): Feature {
  const wanted = told.type;
  const present = cells.filter((cell) => !isMissing(cell));
  const isFilled = told.default !== undefined || told.imputation !== undefined;
  const required = present.length === cells.length && !isFilled;
  if (present.length === 0)
    throw invalidVersion('column_empty', '/reference', `column ${name} has no value in any row; list it in "drop"`);
  if (!required && !isFilled && isWhole(fed)) refuseMissing(name, fed);
  if (fed.has('string') || wanted === 'category') return categoryFeature(name, present, required, { fed, told });
  const numbers = present.map(numberOf);
  if (numbers.every((value) => value !== null)) return numericFeature(name, numbers, required, fed);
  if (present.every((cell) => booleanOf(cell) !== null)) return { name, type: 'boolean', required };
  if (wanted !== undefined) {
    const detail = `column ${name} holds text: its type is category, not ${wanted}`;
    throw invalidVersion('feature_type_invalid', `/manifest/features/${escapePointer(name)}/type`, detail);
  }
  return categoryFeature(name, present, required, { fed, told });
}

const HINTED: Readonly<Record<string, Feature['type']>> = {
  string: 'category',
  boolean: 'boolean',
  integer: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
};

function typeOfTensors(fed: FedTypes): Feature['type'] {
  if (fed.has('string')) return 'category';
  if (fed.has('bool')) return 'boolean';
  return isWhole(fed) ? 'integer' : 'number';
}

/** Without data: from what was said about the column, else from the tensor that takes it. No range is made up. */
export function featureWithoutData(
  name: string,
  hint: InputHint | undefined,
  fed: FedTypes,
  told: FeatureFacts = {},
): Feature {
  const hinted = HINTED[hint?.type ?? ''];
  const type = hinted === undefined || fed.has('string') ? typeOfTensors(fed) : hinted;
  return { name, type, required: (hint?.required ?? true) && told.default === undefined };
}

/** What a person says goes before what the data shows; `protected`, `imputation` and `preprocessing` are read elsewhere. */
export function withFacts(feature: Feature, facts: FeatureFacts = {}): Feature {
  const { protected: _protected, imputation: _imputation, preprocessing: _preprocessing, ...said } = facts;
  const known = Object.entries(said).filter(([, value]) => value !== undefined);
  const merged = { ...feature, ...Object.fromEntries(known) } as Feature;
  if (merged.type === 'category' || merged.type === 'boolean') {
    const { minimum: _minimum, maximum: _maximum, ...rest } = merged;
    return rest;
  }
  return merged;
}
