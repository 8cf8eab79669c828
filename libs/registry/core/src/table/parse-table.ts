import { CsvError, parse } from 'csv-parse/sync';
import { invalidVersion } from '../registry.errors';
import type { Table } from './table';

const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter that splits the header into the most columns, quoted text aside. */
function detectDelimiter(text: string): string {
  const header = /^(?:[^"\r\n]|"(?:[^"]|"")*")*/.exec(text.slice(0, 65_536))?.[0] ?? '';
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function records(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: detectDelimiter(text.replace(/^\uFEFF/, '')),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalidVersion('table_malformed', '/reference', `the CSV breaks off: ${error.message}`, error);
  }
}

function columnsOf(header: readonly string[]): string[] {
  const unnamed = header.indexOf('');
  if (unnamed >= 0)
    throw invalidVersion('table_header_invalid', '/reference', `column ${unnamed + 1} has no name in the header`);
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalidVersion('table_header_invalid', '/reference', `the header names column "${twice}" twice`);
  return [...header];
}

/**
 * CSV with a header; commas, semicolons or tabs; RFC 4180 quotes.
 * @throws VersionInvalidError `table_empty`, `table_header_invalid`, `table_ragged` or `table_malformed`, naming the row
 */
export function parseTable(csvText: string): Table {
  const [header, ...rows] = records(csvText);
  if (header === undefined)
    throw invalidVersion('table_empty', '/reference', 'the CSV is empty: it wants a header line');
  const columns = columnsOf(header);
  if (rows.length === 0)
    throw invalidVersion('table_empty', '/reference', `the CSV has a header (${columns.length} columns) and no row`);
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  if (ragged >= 0) {
    const found = rows[ragged]?.length ?? 0;
    const detail = `row ${ragged + 1} (after the header) has ${found} values, the header has ${columns.length}`;
    throw invalidVersion('table_ragged', '/reference', detail);
  }
  return { columns, rows };
}
