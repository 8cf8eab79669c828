import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parquetMetadata, type FileMetaData, type SchemaElement } from 'hyparquet';
import { CliError } from '../../cli.errors';

export interface ParquetLayout {
  readonly format: 'parquet';
  readonly columns: readonly string[];
  /** Columns whose type is a number; the others are compared as categories. */
  readonly numeric: readonly boolean[];
  readonly rows: number;
  readonly bytes: number;
}

const FOOTER_BYTES = 8;
const NUMBER_TYPES = new Set(['INT32', 'INT64', 'FLOAT', 'DOUBLE']);
const NOT_NUMBERS = new Set(['DATE', 'TIME_MILLIS', 'TIME_MICROS', 'TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS']);
const NOT_NUMBERS_LOGICAL = new Set(['DATE', 'TIME', 'TIMESTAMP']);

function footer(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const read = (bytes: number, at: number): Buffer => {
      const buffer = Buffer.alloc(bytes);
      readSync(descriptor, buffer, 0, bytes, at);
      return buffer;
    };
    const end = size < 12 ? Buffer.alloc(FOOTER_BYTES) : read(FOOTER_BYTES, size - FOOTER_BYTES);
    const length = end.readUInt32LE(0) + FOOTER_BYTES;
    if (end.toString('latin1', 4) !== 'PAR1' || length > size)
      throw new CliError(
        `${file}: not a whole Parquet file, for it does not end with its footer: write or copy it again`,
      );
    return read(length, size - length);
  } finally {
    closeSync(descriptor);
  }
}

export function parquetMetadataOf(file: string): FileMetaData {
  const bytes = footer(file);
  try {
    return parquetMetadata(new Uint8Array(bytes).buffer);
  } catch (error) {
    throw new CliError(`${file}: the Parquet footer can not be read (${String(error)}): write the file again`, 1, {
      cause: error,
    });
  }
}

/** Columns at the top of the schema that hold one value a row; nested ones are left out. */
export function flatColumns({ schema }: FileMetaData): SchemaElement[] {
  const flat: SchemaElement[] = [];
  for (let i = 1; i < schema.length; i += 1) {
    const element = schema[i] as SchemaElement;
    if (element.num_children) i += descendants(schema, i);
    else if (element.repetition_type !== 'REPEATED') flat.push(element);
  }
  return flat;
}

function descendants(schema: readonly SchemaElement[], at: number): number {
  let count = 0;
  for (let left = schema[at]?.num_children ?? 0; left > 0; left -= 1) {
    count += 1;
    const below = descendants(schema, at + count);
    count += below;
  }
  return count;
}

const isNumber = ({ type, converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'DECIMAL' ||
  (NUMBER_TYPES.has(type ?? '') &&
    !NOT_NUMBERS.has(converted_type ?? '') &&
    !NOT_NUMBERS_LOGICAL.has(logical_type?.type ?? ''));

export function parquetLayout(file: string): ParquetLayout {
  const metadata = parquetMetadataOf(file);
  const flat = flatColumns(metadata);
  if (flat.length === 0) throw new CliError(`${file}: no column holds one value a row: flatten nested columns first`);
  const bytes = metadata.row_groups.reduce(
    (sum, group) => sum + Number(group.total_compressed_size ?? group.total_byte_size),
    0,
  );
  const rows = Number(metadata.num_rows);
  if (rows === 0) throw new CliError(`${file}: the Parquet file has no row: add rows`);
  return { format: 'parquet', columns: flat.map(({ name }) => name), numeric: flat.map(isNumber), rows, bytes };
}
