import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CliError } from '../../cli.errors';
import { CR, LF, readCell } from './csv-bytes';

export interface CsvLayout {
  readonly format: 'csv';
  readonly columns: readonly string[];
  /** The delimiter's byte. */
  readonly delimiter: number;
  /** Where the first row begins. */
  readonly start: number;
  readonly bytes: number;
  /** By the length of the first rows; good for estimates. */
  readonly bytesPerRow: number;
}

const HEAD_BYTES = 1 << 20;
const DELIMITERS = [',', ';', '\t'].map((text) => text.charCodeAt(0));

interface Header {
  readonly cells: string[];
  readonly end: number;
}

function readHeader(head: Buffer, from: number, delimiter: number): Header {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const { text, next } = readCell(head, at, head.length, delimiter);
    cells.push(text);
    at = next + 1;
    if (next >= head.length || head[next] !== delimiter) break;
  }
  if (head[at - 1] === CR && head[at] === LF) at += 1;
  return { cells, end: Math.min(at, head.length) };
}

function checkNames(file: string, names: readonly string[]): void {
  const unnamed = names.indexOf('');
  if (unnamed >= 0)
    throw new CliError(`${file}: column ${unnamed + 1} has no name in the header (line 1): give it one`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new CliError(`${file}: the header (line 1) names column "${twice}" twice: rename one`);
}

function readHead(file: string): { head: Buffer; bytes: number } {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    const read = readSync(descriptor, head, 0, head.length, 0);
    return { head: head.subarray(0, read), bytes: size };
  } finally {
    closeSync(descriptor);
  }
}

/** Header and delimiter (comma, semicolon or tab: what splits the header most) of a CSV file. */
export function csvLayout(file: string): CsvLayout {
  const { head, bytes } = readHead(file);
  const from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (head.length === from) throw new CliError(`${file}: the CSV is empty: it wants a header line`);
  const headers = DELIMITERS.map((delimiter) => ({ delimiter, ...readHeader(head, from, delimiter) }));
  const best = headers.reduce((most, other) => (other.cells.length > most.cells.length ? other : most));
  checkNames(file, best.cells);
  if (bytes <= best.end)
    throw new CliError(`${file}: the CSV has a header (${best.cells.length} columns) and no row: add rows`);
  let lines = 0;
  for (let i = best.end; i < head.length; i += 1) if (head[i] === LF) lines += 1;
  const bytesPerRow = Math.max(1, (head.length - best.end) / Math.max(1, lines));
  return { format: 'csv', columns: best.cells, delimiter: best.delimiter, start: best.end, bytes, bytesPerRow };
}
