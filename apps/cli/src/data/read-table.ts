import { readFile } from 'node:fs/promises';
import { PlumblineError } from '@plumbline/problem';
import { parseTable, type Table } from '@plumbline/registry-core';
import { CliError, UsageError } from '../cli.errors';
import { selectRange, type RowRange } from './row-range';

export interface TableSlice extends Table {
  readonly file: string;
  /** Where the slice lies in the file. */
  readonly range: RowRange;
}

/**
 * The library speaks of parts of a request; here the part is a file, and the sentence names it. Rows in messages count
 * from 1 after the header, as an editor without the header would.
 */
export function inFile<T>(file: string, work: () => T, firstRow = 0): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlumblineError)) throw error;
    const detail = error.fields[0]?.detail ?? error.message;
    const ofFile = detail.replace(/^row (\d+)/, (_, row: string) => `row ${Number(row) + firstRow}`);
    throw new CliError(`${file}: ${ofFile.replace('the reference', 'the file')}`, 1, { cause: error });
  }
}

export async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') throw new UsageError(`${file}: there is no such file`);
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder: give a file`);
    throw new UsageError(`${file} can not be read (${code ?? String(error)})`);
  }
}

export async function readTable(file: string, rows?: string): Promise<TableSlice> {
  const bytes = await readBytes(file);
  const table = inFile(file, () => parseTable(bytes.toString('utf8')));
  const range = selectRange(rows, table.rows.length);
  return { columns: table.columns, rows: table.rows.slice(range.from, range.to), file, range };
}

export function requireColumn({ columns, file }: Pick<TableSlice, 'columns' | 'file'>, name: string, option: string) {
  const at = columns.indexOf(name);
  if (at < 0) throw new UsageError(`${option} ${name}: ${file} has no such column; it has ${columns.join(', ')}`);
  return at;
}
