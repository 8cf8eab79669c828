import {
  categoryProfile,
  countTally,
  driftReport,
  fineCounts,
  numberProfile,
  numberWindow,
  type CategoryTally,
  type DriftReport,
  type FeatureWindow,
  type NumberCounts,
  type NumberPlan,
} from '@plumbline/stats';
import { CliError, UsageError } from '../cli.errors';
import { type ColumnRequest, placeOf, scanTable } from '../data/scan-table';
import { type ColumnFound, type PlanTask, runTableTask, type ScanFound } from '../data/scan-task';
import { columnPlace, estimatedRows, openTable, type TableFile } from '../data/table-file';
import { openPool, type TablePool } from '../data/table-pool';

export interface CompareOptions {
  readonly columns?: readonly string[];
  readonly drop: readonly string[];
  readonly alpha?: number;
  readonly minimumEffect?: number;
  readonly bins?: number;
  readonly seed?: number;
  /** Values of the reference that are held at a time; of a larger file a random share cuts the bins. */
  readonly heldValues?: number;
}

export interface ComparedFiles extends DriftReport {
  /** Columns that only one file has: not compared. */
  readonly onlyIn: { readonly reference: readonly string[]; readonly current: readonly string[] };
}

export interface CompareProgress {
  readonly bytes: (side: 'reference' | 'current', bytes: number) => void;
  readonly note: (line: string) => void;
}

/** 256 MiB. */
const HELD_VALUES = 32 << 20;
/** Up to so many rows a side, Kolmogorov-Smirnov and Wasserstein are exact; above, from fine cells with their bounds. */
const EXACT_ROWS = 100_000;
/** What types are guessed from; a wrong guess costs a second reading of the column. */
const SNIFFED_BYTES = 1 << 18;

interface Sides {
  readonly pool: TablePool;
  readonly reference: TableFile;
  readonly current: TableFile;
  readonly progress: CompareProgress;
}

interface NumberSide {
  readonly plan: NumberPlan;
  readonly counts: NumberCounts;
  readonly values: readonly Float64Array[];
}

/** Of a CSV file: columns whose first rows are all numbers or missing. */
async function numericColumns(table: TableFile, names: readonly string[]): Promise<Set<string>> {
  const { layout } = table;
  if (layout.format === 'parquet') return new Set(names.filter((name) => layout.numeric[columnPlace(table, name)]));
  const columns = names.map((name) => ({ at: columnPlace(table, name), want: { wish: 'values' as const, share: 1 } }));
  const to = Math.min(layout.bytes, layout.start + SNIFFED_BYTES);
  const range = { from: layout.start, to, isRowStart: true };
  try {
    const { columns: found } = (await runTableTask({ kind: 'scan', table, columns, range }, () => {})) as ScanFound;
    return new Set(names.filter((_, i) => found[i]?.notNumber === undefined));
  } catch {
    // What is broken here is found and named by the reading proper.
    return new Set(names);
  }
}

const missingTally: CategoryTally = { counts: new Map(), missing: 0, overflow: 0 };

/** Reads the reference; a column guessed numeric that holds a word after all is read again as categories. */
async function readReference(
  { pool, reference, progress }: Sides,
  names: readonly string[],
  heldValues: number,
): Promise<{ numbers: Map<string, ColumnFound>; categories: Map<string, CategoryTally>; share: number }> {
  const numeric = await numericColumns(reference, names);
  const share = Math.min(1, heldValues / (estimatedRows(reference) * Math.max(1, numeric.size)));
  const request = (name: string): ColumnRequest => ({
    name,
    want: numeric.has(name) ? { wish: 'values', share } : { wish: 'categories' },
  });
  const onBytes = (bytes: number): void => progress.bytes('reference', bytes);
  const found = await scanTable(pool, reference, names.map(request), onBytes);
  // A column without any value says nothing of its kind, as an empty category does.
  const isWords = ({ notNumber, values }: ColumnFound): boolean =>
    notNumber !== undefined || values.every((part) => part.every(Number.isNaN));
  const words = names.filter((name) => numeric.has(name) && isWords(found.get(name) ?? { values: [] }));
  const again = words.map((name): ColumnRequest => ({ name, want: { wish: 'categories' } }));
  const reread = again.length === 0 ? new Map<string, ColumnFound>() : await scanTable(pool, reference, again, onBytes);
  const isNumber = (name: string): boolean => numeric.has(name) && !reread.has(name);
  const tallyOf = (name: string): CategoryTally => (reread.get(name) ?? found.get(name))?.tally ?? missingTally;
  return {
    numbers: new Map([...found].filter(([name]) => isNumber(name))),
    categories: new Map(names.filter((name) => !isNumber(name)).map((name) => [name, tallyOf(name)])),
    share,
  };
}

/** Bins of every column of numbers, and the reference's counts over them. */
async function planColumns(
  { pool, reference, progress }: Sides,
  numbers: ReadonlyMap<string, ColumnFound>,
  options: { readonly share: number; readonly isExact: boolean; readonly bins?: number },
): Promise<Map<string, NumberSide>> {
  const { share, isExact, bins } = options;
  const names = [...numbers.keys()];
  const held = names.map((name) => numbers.get(name)?.values ?? []);
  const kept = isExact ? held.map((parts) => parts.map((part) => part.slice())) : held.map(() => []);
  const tasks = held.map((values): PlanTask => ({ kind: 'plan', values, ...(bins !== undefined && { bins }) }));
  const outcomes = await pool.run(tasks, () => {});
  const sides = new Map<string, NumberSide>();
  outcomes.forEach((outcome, i) => {
    if ('failure' in outcome || outcome.found.kind !== 'plan')
      throw new CliError(`${reference.file}: ${'failure' in outcome ? outcome.failure.message : 'no plan was made'}`);
    const { plan, counts } = outcome.found;
    sides.set(names[i] as string, { plan, counts, values: kept[i] ?? [] });
  });
  if (share >= 1) return sides;
  const wish = (name: string, { plan }: NumberSide): ColumnRequest => ({
    name,
    want: { wish: 'counts', plan, keep: false },
  });
  const requests = [...sides].map(([name, side]) => wish(name, side));
  const counted = await scanTable(pool, reference, requests, (bytes) => progress.bytes('reference', bytes));
  return new Map(
    [...sides].map(([name, side]) => [name, { ...side, counts: counted.get(name)?.counts ?? side.counts }]),
  );
}

const finite = (parts: readonly Float64Array[]): number[] =>
  parts.flatMap((part) => Array.from(part.filter(Number.isFinite)));

function numberComparison(name: string, side: NumberSide, { counts, values }: ColumnFound): FeatureWindow {
  const { plan, counts: reference } = side;
  const profile = numberProfile(name, plan, reference);
  if (counts === undefined) throw new CliError(`the column ${name} was not counted`);
  const window = { profile, counts: numberWindow(plan, counts) };
  if (side.values.length > 0)
    return { ...window, samples: { reference: finite(side.values), current: finite(values) } };
  const fine = fineCounts(plan, reference, counts);
  return fine === undefined ? window : { ...window, fine };
}

async function windowsOf(sides: Sides, names: readonly string[], options: CompareOptions): Promise<FeatureWindow[]> {
  const { pool, reference, current, progress } = sides;
  const isExact = Math.max(estimatedRows(reference), estimatedRows(current)) <= EXACT_ROWS;
  const { numbers, categories, share } = await readReference(sides, names, options.heldValues ?? HELD_VALUES);
  const bins = options.bins === undefined ? {} : { bins: options.bins };
  const planned = await planColumns(sides, numbers, { share, isExact, ...bins });
  const requests = names.map((name): ColumnRequest => {
    const plan = planned.get(name)?.plan;
    return { name, want: plan === undefined ? { wish: 'categories' } : { wish: 'counts', plan, keep: isExact } };
  });
  const found = await scanTable(pool, current, requests, (bytes) => progress.bytes('current', bytes));
  return names.map((name) => {
    const column = found.get(name) ?? { values: [] };
    if (column.notNumber !== undefined) {
      const { text, offset } = column.notNumber;
      progress.note(`${placeOf(current, offset)}: ${name} "${text}" is no number: such values count as missing`);
    }
    const side = planned.get(name);
    if (side !== undefined) return numberComparison(name, side, column);
    const profile = categoryProfile(name, categories.get(name) ?? missingTally);
    if (profile.bins.kind !== 'categorical') throw new CliError(`the column ${name} was not tallied`);
    return { profile, counts: countTally(profile.bins, column.tally ?? missingTally) };
  });
}

function comparedColumns(reference: TableFile, current: TableFile, { columns, drop }: CompareOptions) {
  const [before, after] = [reference.layout.columns, current.layout.columns];
  const has = (table: TableFile): string => `it has ${table.layout.columns.join(', ')}`;
  for (const name of drop)
    if (!before.includes(name))
      throw new UsageError(`--drop ${name}: ${reference.file} has no such column; ${has(reference)}`);
  for (const name of columns ?? [])
    for (const table of [reference, current])
      if (columnPlace(table, name) < 0)
        throw new UsageError(`--columns ${name}: ${table.file} has no such column; ${has(table)}`);
  const wanted = (name: string): boolean => !drop.includes(name) && (columns?.includes(name) ?? true);
  const common = before.filter((name) => wanted(name) && after.includes(name));
  if (common.length === 0)
    throw new UsageError(
      `${reference.file} and ${current.file} have no column in common: ${before.join(', ')} and ${after.join(', ')}`,
    );
  const onlyIn = {
    reference: before.filter((name) => wanted(name) && !after.includes(name)),
    current: after.filter((name) => wanted(name) && !before.includes(name)),
  };
  return { common, onlyIn };
}

/**
 * Drift between two files (CSV or Parquet, each), column by column, without any server and without holding them: the
 * reference is read for its bins, then the current file is counted against them. A column is compared as numbers when
 * every value of the reference is one.
 */
export async function compareFiles(
  files: { readonly reference: string; readonly current: string },
  options: CompareOptions,
  progress: CompareProgress,
): Promise<ComparedFiles> {
  const [reference, current] = await Promise.all([openTable(files.reference), openTable(files.current)]);
  const { common, onlyIn } = comparedColumns(reference, current, options);
  const pool = openPool(reference.layout.bytes + current.layout.bytes);
  try {
    const windows = await windowsOf({ pool, reference, current, progress }, common, options);
    const report = driftReport(windows, {
      ...(options.alpha !== undefined && { alpha: options.alpha }),
      ...(options.minimumEffect !== undefined && { minimumEffect: options.minimumEffect }),
      ...(options.seed !== undefined && { seed: options.seed }),
    });
    return { ...report, onlyIn };
  } finally {
    await pool.close();
  }
}
