/** Days until the 28th, in UTC: enough to be surely a day of its month. */
const PATTERN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** True only for times that the contracts take; false means that the schema must be asked. */
export const isSurelyTime = (value: unknown): boolean => typeof value === 'string' && PATTERN.test(value);
