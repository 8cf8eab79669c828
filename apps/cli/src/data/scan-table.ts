import { closeSync, openSync, readSync } from 'node:fs';
import { mergeNumberCounts } from '@plumbline/stats';
import { CliError } from '../cli.errors';
import { mergeTallies } from './columns/category-tally';
import { LF } from './csv/csv-bytes';
import type { CsvLayout } from './csv/csv-layout';
import { type ColumnFound, type ColumnWish, runTableTask, type ScanFound, type ScanTask } from './scan-task';
import type { TableFile } from './table-file';
import { failureOf, type TablePool, type TaskFailure, type TaskOutcome } from './table-pool';

export interface ColumnRequest {
  readonly name: string;
  readonly want: ColumnWish;
}

const RANGE_BYTES = 16 << 20;

/** The file's line of a byte, from 1. */
function lineOf(file: string, offset: number): number {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(1 << 20);
    let line = 1;
    for (let at = 0; at < offset;) {
      const read = readSync(descriptor, chunk, 0, Math.min(chunk.length, offset - at), at);
      if (read === 0) break;
      for (let i = 0; i < read; i += 1) if (chunk[i] === LF) line += 1;
      at += read;
    }
    return line;
  } finally {
    closeSync(descriptor);
  }
}

function refuse({ file, layout }: TableFile, { message, offset, isContent }: TaskFailure): never {
  if (!isContent) throw new CliError(`${file}: ${message}`);
  const place = offset === undefined ? '' : `, line ${lineOf(file, offset)}`;
  throw new CliError(`${file}${place}: ${message} (the file has ${layout.columns.length} columns)`);
}

function tasksOf(table: TableFile, requests: readonly ColumnRequest[]): ScanTask[] {
  const columns = requests.map(({ name, want }) => ({ at: table.layout.columns.indexOf(name), want }));
  const { layout } = table;
  if (layout.format === 'parquet') return columns.map((column) => ({ kind: 'scan', table, columns: [column] }));
  const tasks: ScanTask[] = [];
  for (let from = layout.start; from < layout.bytes; from += RANGE_BYTES) {
    const to = Math.min(layout.bytes, from + RANGE_BYTES);
    tasks.push({ kind: 'scan', table, columns, range: { from, to, isRowStart: from === layout.start } });
  }
  return tasks;
}

/**
 * A range begins at the first line end in it, which may lie inside a quoted value: only the end of the range before it
 * tells. One that began wrongly is read again from there, whatever it found or failed on.
 */
async function inSequence(
  tasks: readonly ScanTask[],
  outcomes: readonly TaskOutcome[],
  { start }: CsvLayout,
): Promise<TaskOutcome[]> {
  const checked: TaskOutcome[] = [];
  let expected = start;
  for (const [i, task] of tasks.entries()) {
    let outcome = outcomes[i] as TaskOutcome;
    if (foundOf(outcome)?.range?.start !== expected) {
      const range = { from: expected, to: task.range?.to ?? expected, isRowStart: true };
      outcome = await runTableTask({ ...task, range }, () => {}).then(
        (found) => ({ found }),
        (error: unknown) => ({ failure: failureOf(error) }),
      );
    }
    expected = foundOf(outcome)?.range?.end ?? expected;
    checked.push(outcome);
  }
  return checked;
}

const foundOf = (outcome: TaskOutcome): ScanFound | undefined =>
  'found' in outcome && outcome.found.kind === 'scan' ? outcome.found : undefined;

function merged(a: ColumnFound, b: ColumnFound): ColumnFound {
  const counts = a.counts && b.counts ? mergeNumberCounts(a.counts, b.counts) : (a.counts ?? b.counts);
  const tally = a.tally && b.tally ? mergeTallies(a.tally, b.tally) : (a.tally ?? b.tally);
  const notNumber = a.notNumber ?? b.notNumber;
  return {
    values: [...a.values, ...b.values],
    ...(counts && { counts }),
    ...(tally && { tally }),
    ...(notNumber && { notNumber }),
  };
}

/**
 * One reading of the file for all requests, in parts by as many threads as the pool has.
 * @throws CliError naming file, line and remedy
 */
export async function scanTable(
  pool: TablePool,
  table: TableFile,
  requests: readonly ColumnRequest[],
  onBytes: (bytes: number) => void,
): Promise<Map<string, ColumnFound>> {
  const tasks = tasksOf(table, requests);
  const raw = await pool.run(tasks, onBytes);
  const outcomes = table.layout.format === 'csv' ? await inSequence(tasks, raw, table.layout) : raw;
  const byPlace = new Map<number, ColumnFound>();
  outcomes.forEach((outcome, i) => {
    if ('failure' in outcome) refuse(table, outcome.failure);
    const task = tasks[i] as ScanTask;
    task.columns.forEach(({ at }, k) => {
      const found = foundOf(outcome)?.columns[k];
      const before = byPlace.get(at);
      if (found !== undefined) byPlace.set(at, before === undefined ? found : merged(before, found));
    });
  });
  return new Map(requests.map(({ name }) => [name, byPlace.get(table.layout.columns.indexOf(name)) ?? { values: [] }]));
}

/** Where a value stands, for a sentence about it. */
export const placeOf = ({ file, layout }: TableFile, offset: number): string =>
  layout.format === 'csv' ? `${file}, line ${lineOf(file, offset)}` : file;
