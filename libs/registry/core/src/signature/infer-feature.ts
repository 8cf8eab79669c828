import { invalidVersion } from '../registry.errors';
import { booleanOf, isMissing, numberOf } from '../table/cell';
import type { Feature } from './signature';

/** A column with more values than this is an identifier or free text, not a category. */
const MAX_CATEGORIES = 100;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function categoryFeature(name: string, present: readonly string[], required: boolean): Feature {
  const categories = [...new Set(present)].sort(byCodeUnit);
  if (categories.length > MAX_CATEGORIES) {
    const detail = `column ${name} has ${categories.length} different texts (at most ${MAX_CATEGORIES}). If it is an identifier or free text, list it in "drop"; else group its values`;
    throw invalidVersion('category_too_wide', '/manifest/drop', detail);
  }
  return { name, type: 'category', required, categories };
}

function numericFeature(name: string, values: readonly number[], required: boolean): Feature {
  const minimum = values.reduce((least, value) => Math.min(least, value), Infinity);
  const maximum = values.reduce((most, value) => Math.max(most, value), -Infinity);
  // A constant column tells nothing about fractions to come, and serving refuses a fraction for an integer.
  const whole = minimum < maximum && values.every(Number.isSafeInteger);
  return { name, type: whole ? 'integer' : 'number', required, minimum, maximum };
}

/**
 * What a column's cells say about the feature. A column with a missing cell is not required. Categories are sorted by
 * code unit, as scikit-learn's encoders sort them.
 * @param asText the model takes this column as a string tensor: numbers are names too
 * @throws VersionInvalidError for a column without any value, or with too many categories
 */
export function inferFeature(name: string, cells: readonly string[], { asText = false } = {}): Feature {
  const present = cells.filter((cell) => !isMissing(cell));
  const required = present.length === cells.length;
  if (present.length === 0)
    throw invalidVersion('column_empty', '/reference', `column ${name} has no value in any row; list it in "drop"`);
  if (asText) return categoryFeature(name, present, required);
  const numbers = present.map(numberOf);
  if (numbers.every((value) => value !== null)) return numericFeature(name, numbers, required);
  if (present.every((cell) => booleanOf(cell) !== null)) return { name, type: 'boolean', required };
  return categoryFeature(name, present, required);
}
