import { driftReport, featureWindowFromSamples, numericValue, type DriftReport } from '@plumbline/stats';
import { UsageError } from '../cli.errors';
import { requireColumn, type TableSlice } from '../data/read-table';

export interface CompareOptions {
  readonly drop: readonly string[];
  readonly alpha?: number;
  readonly minimumEffect?: number;
}

export interface ComparedFiles extends DriftReport {
  /** Columns that only one file has: not compared. */
  readonly onlyIn: { readonly reference: readonly string[]; readonly current: readonly string[] };
}

/** As data frames write it; `parseTable` keeps the text. */
const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']);

function cellsOf({ columns, rows }: TableSlice, name: string): (string | null)[] {
  const at = columns.indexOf(name);
  return rows.map((row) => (MISSING.has(row[at] ?? '') ? null : (row[at] as string)));
}

/** A column of the reference is numeric when every value in it is a number. */
function windowOf(reference: TableSlice, current: TableSlice, name: string) {
  const before = cellsOf(reference, name);
  const present = before.filter((cell) => cell !== null);
  const numeric = present.length > 0 && present.every((cell) => numericValue(cell) !== undefined);
  return featureWindowFromSamples(name, numeric ? 'numeric' : 'categorical', before, cellsOf(current, name));
}

/** Drift between two files, column by column, without any server. */
export function compareFiles(reference: TableSlice, current: TableSlice, options: CompareOptions): ComparedFiles {
  for (const name of options.drop) requireColumn(reference, name, '--drop');
  const wanted = (name: string): boolean => !options.drop.includes(name);
  const common = reference.columns.filter((name) => wanted(name) && current.columns.includes(name));
  if (common.length === 0)
    throw new UsageError(
      `${reference.file} and ${current.file} have no column in common: ${reference.columns.join(', ')} and ${current.columns.join(', ')}`,
    );
  const windows = common.map((name) => windowOf(reference, current, name));
  const report = driftReport(windows, {
    ...(options.alpha !== undefined && { alpha: options.alpha }),
    ...(options.minimumEffect !== undefined && { minimumEffect: options.minimumEffect }),
  });
  return {
    ...report,
    onlyIn: {
      reference: reference.columns.filter((name) => wanted(name) && !current.columns.includes(name)),
      current: current.columns.filter((name) => wanted(name) && !reference.columns.includes(name)),
    },
  };
}
