/** What a request or a CSV row may hold for one feature. */
export type FeatureValue = number | string | boolean | null | undefined;

const { isNaN } = Number;

/** Number of a value, or undefined when it is missing or not a number (blank, null, NaN, 'n/a'). Booleans are 0 and 1. */
export function numericValue(value: FeatureValue): number | undefined {
  if (typeof value === 'number') return isNaN(value) ? undefined : value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return isNaN(parsed) ? undefined : parsed;
}

/** Category of a value, or undefined when it is missing (null, blank, NaN). */
export function categoryValue(value: FeatureValue): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  return typeof value === 'number' && isNaN(value) ? undefined : String(value);
}
