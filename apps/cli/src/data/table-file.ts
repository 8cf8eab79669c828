import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../cli.errors';
import { csvLayout, type CsvLayout } from './csv/csv-layout';
import type { ParquetLayout } from './parquet/parquet-layout';

/** A CSV or Parquet file that is read in parts, never as a whole. */
export interface TableFile {
  readonly file: string;
  readonly layout: CsvLayout | ParquetLayout;
}

function firstBytes(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(4);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, 4, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') throw new UsageError(`${file}: there is no such file`);
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder: give a file`);
    throw new UsageError(`${file} can not be read (${code ?? String(error)})`);
  }
}

/** Told by its content, not by its name. */
export async function openTable(file: string): Promise<TableFile> {
  if (firstBytes(file) !== 'PAR1') return { file, layout: csvLayout(file) };
  const { parquetLayout } = await import('./parquet/parquet-layout');
  return { file, layout: parquetLayout(file) };
}

/** Exact for Parquet. */
export const estimatedRows = ({ layout }: TableFile): number =>
  layout.format === 'parquet' ? layout.rows : Math.ceil((layout.bytes - layout.start) / layout.bytesPerRow);

export const columnPlace = ({ layout }: TableFile, name: string): number => layout.columns.indexOf(name);
