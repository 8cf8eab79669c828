/** What data frames write for "nothing here". */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const BOOLEAN = new Map([
  ['true', true],
  ['false', false],
]);

export const isMissing = (cell: string): boolean => MISSING.has(cell);

/** A finite number, or null. */
export function numberOf(cell: string): number | null {
  if (!NUMBER.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

export const booleanOf = (cell: string): boolean | null => BOOLEAN.get(cell.toLowerCase()) ?? null;
