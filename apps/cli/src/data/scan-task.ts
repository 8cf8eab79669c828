import {
  createNumberCounter,
  createRandom,
  planNumbers,
  type CategoryTally as TallyOfStats,
  type NumberCounts,
  type NumberPlan,
} from '@plumbline/stats';
import { CategoryTally } from './columns/category-tally';
import type { CategorySink, ColumnSink } from './columns/column-sink';
import { type ByteRange, scanCsv, type ScannedRange } from './csv/scan-csv';
import type { TableFile } from './table-file';

/** What is wanted of a column: a random share of its numbers, their counts by a plan, or its categories. */
export type ColumnWish =
  | { readonly wish: 'values'; readonly share: number }
  | { readonly wish: 'counts'; readonly plan: NumberPlan; readonly keep: boolean }
  | { readonly wish: 'categories' };

export interface ScanTask {
  readonly kind: 'scan';
  readonly table: TableFile;
  readonly columns: readonly { readonly at: number; readonly want: ColumnWish }[];
  /** Of a CSV file; a Parquet file is read as a whole. */
  readonly range?: ByteRange;
}

/** Bins and their counts of a column whose values are all at hand. */
export interface PlanTask {
  readonly kind: 'plan';
  readonly values: readonly Float64Array[];
  readonly bins?: number;
}

export type TableTask = ScanTask | PlanTask;

export interface BadValue {
  readonly text: string;
  readonly offset: number;
}

export interface ColumnFound {
  readonly values: Float64Array[];
  readonly counts?: NumberCounts;
  readonly tally?: TallyOfStats;
  /** The first value that is no number, where numbers were wanted. */
  readonly notNumber?: BadValue;
}

export interface ScanFound {
  readonly kind: 'scan';
  readonly columns: readonly ColumnFound[];
  readonly range?: ScannedRange;
}

export interface PlanFound {
  readonly kind: 'plan';
  readonly plan: NumberPlan;
  readonly counts: NumberCounts;
}

export type TableFound = ScanFound | PlanFound;

interface OpenColumn {
  readonly sink: ColumnSink;
  readonly found: () => ColumnFound;
}

const joined = (parts: readonly Float64Array[]): Float64Array => {
  if (parts.length === 1) return parts[0] as Float64Array;
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Keeps a random share; the same rows every time, for the seed is the place. */
function sampler(share: number, seed: number): (values: Float64Array) => Float64Array {
  if (share >= 1) return (values) => values.slice();
  const random = createRandom(seed);
  return (values) => values.filter(() => random.next() < share);
}

function openColumn(want: ColumnWish, seed: number): OpenColumn {
  if (want.wish === 'categories') {
    const tally = new CategoryTally();
    const add: CategorySink['add'] = (bytes, from, to, count) => tally.add(bytes, from, to, count);
    return { sink: { kind: 'categorical', add }, found: () => ({ values: [], tally: tally.result() }) };
  }
  const kept: Float64Array[] = [];
  let bad: BadValue | undefined;
  const sample = sampler(want.wish === 'values' ? want.share : 1, seed);
  const counter = want.wish === 'counts' ? createNumberCounter(want.plan) : undefined;
  const isKept = want.wish === 'values' || want.keep;
  const add = (values: Float64Array): void => {
    counter?.add(values);
    if (isKept) kept.push(sample(values));
  };
  const notNumber = (text: string, offset: number): void => void (bad ??= { text, offset });
  const found = (): ColumnFound => ({
    values: kept.length === 0 ? [] : [joined(kept)],
    ...(counter && { counts: counter.counts() }),
    ...(bad && { notNumber: bad }),
  });
  return { sink: { kind: 'numeric', add, notNumber }, found };
}

/** @throws CsvContentError, ParquetContentError */
export async function runTableTask(task: TableTask, onBytes: (bytes: number) => void): Promise<TableFound> {
  if (task.kind === 'plan') {
    const values = joined(task.values);
    const plan = planNumbers(values, task.bins === undefined ? {} : { bins: task.bins });
    const counter = createNumberCounter(plan);
    counter.add(values);
    return { kind: 'plan', plan, counts: counter.counts() };
  }
  const { table, range, columns } = task;
  const open = columns.map(({ at, want }) => ({ at, ...openColumn(want, range?.from ?? at) }));
  if (table.layout.format === 'parquet') {
    // Its library is loaded only where there is something for it to read.
    const { scanParquet } = await import('./parquet/scan-parquet');
    scanParquet(table.file, open, onBytes);
    return { kind: 'scan', columns: open.map(({ found }) => found()) };
  }
  const whole = { from: table.layout.start, to: table.layout.bytes, isRowStart: true };
  const scanned = scanCsv(table.file, table.layout, range ?? whole, open, onBytes);
  return { kind: 'scan', columns: open.map(({ found }) => found()), range: scanned };
}
