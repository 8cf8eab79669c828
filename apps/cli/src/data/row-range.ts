import { UsageError } from '../cli.errors';

export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** `A:B`: rows A (from 0) to below B; either end may be left out. */
function parseRowRange(text: string): { from: number; to: number | null } {
  const match = /^(\d*):(\d*)$/.exec(text);
  if (!match) throw new UsageError(`--rows ${text}: give A:B, the rows from A (counted from 0) to below B`);
  const from = match[1] === '' ? 0 : Number(match[1]);
  const to = match[2] === '' ? null : Number(match[2]);
  if (to !== null && to <= from) throw new UsageError(`--rows ${text}: the end must be above the beginning`);
  return { from, to };
}

/** @throws UsageError when the file has too few rows */
export function selectRange(text: string | undefined, rowCount: number): RowRange {
  if (text === undefined) return { from: 0, to: rowCount };
  const { from, to } = parseRowRange(text);
  if (from >= rowCount || (to !== null && to > rowCount))
    throw new UsageError(`--rows ${text}: the file has ${rowCount} rows, 0 to ${rowCount - 1}`);
  return { from, to: to ?? rowCount };
}
