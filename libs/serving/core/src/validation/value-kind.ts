/** Says what was found without repeating it: a refused value may be personal. */
export function valueKind(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'a boolean';
  if (!Number.isFinite(value)) return 'a number too large to hold';
  return Number.isInteger(value) ? 'a whole number' : 'a number with a fraction';
}
