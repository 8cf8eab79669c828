import { closeSync, openSync, readSync } from 'node:fs';
import { numericValue } from '@plumbline/stats';
import { isMissingText } from '../columns/category-tally';
import type { CategorySink, ColumnSink, NumberSink, SunkColumn } from '../columns/column-sink';
import { CR, LF, QUOTE, readCell } from './csv-bytes';
import type { CsvLayout } from './csv-layout';
import { RaggedRowError, UnclosedQuoteError } from './csv.errors';
import { numberEnd, readNumber } from './read-number';

/** Rows from the first that begins at or after `from` to the last that begins before `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
  /** `from` is the beginning of a row; otherwise the first line end at or after it is looked for. */
  readonly isRowStart: boolean;
}

export interface ScannedRange {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
}

const CHUNK_BYTES = 4 << 20;
const LARGEST_ROW_BYTES = 256 << 20;
const BATCH_ROWS = 4_096;
const SPACE = 0x20;

/** How a column of the file is read: by its number batch, its category sink, or not at all. */
interface Target {
  readonly numbers?: { readonly sink: NumberSink; readonly batch: Float64Array };
  readonly categories?: CategorySink;
}

const targetOf = (sink: ColumnSink | undefined): Target =>
  sink === undefined
    ? {}
    : sink.kind === 'numeric'
      ? { numbers: { sink, batch: new Float64Array(BATCH_ROWS) } }
      : { categories: sink };

/**
 * Reads rows of a CSV file in chunks, straight from bytes. Numbers go to their sinks in batches of all columns' rows;
 * categories byte by byte. Rows that a chunk cuts are read again with the next one.
 */
class CsvScanner {
  private buffer = Buffer.alloc(CHUNK_BYTES + 1);
  /** Bytes in the buffer, which has a line end after them; where in the file the buffer begins; the file's end is in it. */
  private filled = 0;
  private origin = 0;
  private isLast = false;
  private rows = 0;
  private pending = 0;
  private readonly targets: readonly Target[];
  /** Categories of the row that is being read: kept until the row is whole. */
  private readonly cells: Int32Array;

  constructor(
    private readonly descriptor: number,
    private readonly layout: CsvLayout,
    columns: readonly SunkColumn[],
    private readonly onBytes: (bytes: number) => void,
  ) {
    this.targets = layout.columns.map((_, at) => targetOf(columns.find((column) => column.at === at)?.sink));
    this.cells = new Int32Array(2 * this.targets.length);
  }

  scan(range: ByteRange): ScannedRange {
    this.origin = range.from;
    this.fill(0);
    let at = range.isRowStart ? 0 : this.afterLineEnd();
    const start = this.origin + at;
    while (this.origin + at < range.to) {
      const next = this.readRow(at);
      if (next >= 0) {
        at = next;
        continue;
      }
      if (this.isLast && at >= this.filled) break;
      this.fill(at);
      at = 0;
    }
    this.flush();
    return { start, end: this.origin + at, rows: this.rows };
  }

  /** Moves what lies from `from` on to the front and reads on; a row that fills the buffer gets a larger one. */
  private fill(from: number): void {
    const rest = this.filled - from;
    if (from === 0 && this.filled > 0) {
      if (this.isLast || this.filled >= LARGEST_ROW_BYTES) throw new UnclosedQuoteError(this.origin);
      const larger = Buffer.alloc(2 * this.buffer.length);
      this.buffer.copy(larger, 0, 0, this.filled);
      this.buffer = larger;
    } else this.buffer.copyWithin(0, from, this.filled);
    this.origin += from;
    const room = this.buffer.length - 1 - rest;
    const read = readSync(this.descriptor, this.buffer, rest, room, this.origin + rest);
    this.filled = rest + read;
    this.isLast = this.origin + this.filled >= this.layout.bytes || read === 0;
    this.buffer[this.filled] = LF;
    this.onBytes(read);
  }

  private afterLineEnd(): number {
    for (;;) {
      const at = this.buffer.indexOf(LF);
      if (at >= 0 && at < this.filled) return at + 1;
      if (this.isLast) return this.filled;
      this.fill(this.filled);
    }
  }

  /** The beginning of the next row, or -1 when the buffer ends before the row does. */
  private readRow(from: number): number {
    const { buffer, filled, targets } = this;
    const { delimiter } = this.layout;
    const first = buffer[from];
    if (from >= filled) return -1;
    if (first === LF) return from + 1;
    if (first === CR && buffer[from + 1] === LF && from + 1 < filled) return from + 2;
    let at = from;
    const last = targets.length - 1;
    for (let column = 0; column <= last; column += 1) {
      const { numbers, categories } = targets[column] as Target;
      if (numbers !== undefined) at = this.readNumberCell(at, numbers);
      else if (categories !== undefined) at = this.readCategoryCell(at, column);
      else at = this.skipCell(at);
      if (at >= filled && !this.isLast) return -1;
      if (column < last && (at >= filled || buffer[at] !== delimiter)) return this.shortRow(from, at, column + 1);
      if (column < last) at += 1;
    }
    if (at < filled && buffer[at] === delimiter) throw new RaggedRowError(this.origin + from, last + 2, 'more');
    if (at < filled && buffer[at] === CR) at += buffer[at + 1] === LF ? 1 : 0;
    if (at >= filled && !this.isLast) return -1;
    this.endRow();
    return Math.min(at + 1, filled);
  }

  private shortRow(from: number, at: number, cells: number): number {
    // A line of blanks, or the stray rest after the last line end, is no row.
    if (cells === 1 && this.buffer.toString('latin1', from, at).trim() === '') return this.skipLine(at);
    throw new RaggedRowError(this.origin + from, cells, 'only');
  }

  private skipLine(at: number): number {
    if (at >= this.filled) return this.isLast ? this.filled : -1;
    return this.buffer[at] === CR && this.buffer[at + 1] === LF ? at + 2 : at + 1;
  }

  private readNumberCell(at: number, { sink, batch }: NonNullable<Target['numbers']>): number {
    const value = readNumber(this.buffer, at, this.layout.delimiter);
    if (numberEnd >= 0) {
      batch[this.pending] = value;
      return numberEnd;
    }
    const { text, next, open } = readCell(this.buffer, at, this.filled, this.layout.delimiter);
    if (open && this.isLast) throw new UnclosedQuoteError(this.origin + at);
    const number = isMissingText(text) ? undefined : numericValue(text);
    batch[this.pending] = number ?? NaN;
    if (number === undefined && (next < this.filled || this.isLast) && !isMissingText(text))
      sink.notNumber(text, this.origin + at);
    return next;
  }

  private readCategoryCell(from: number, column: number): number {
    const { buffer } = this;
    const { delimiter } = this.layout;
    const first = buffer[from];
    if (first === QUOTE || first === SPACE) return this.quotedCategory(from, column);
    let at = from;
    for (let byte = first; byte !== delimiter && byte !== LF && byte !== CR; byte = buffer[++at]);
    this.cells[2 * column] = from;
    this.cells[2 * column + 1] = at;
    return at;
  }

  /** The unescaped text of a quoted cell is not in the buffer: it is noted by the cell's place, and read at the row's end. */
  private quotedCategory(from: number, column: number): number {
    const { next, open } = readCell(this.buffer, from, this.filled, this.layout.delimiter);
    if (open && this.isLast) throw new UnclosedQuoteError(this.origin + from);
    this.cells[2 * column] = -1 - from;
    return next;
  }

  private skipCell(from: number): number {
    const { buffer } = this;
    const { delimiter } = this.layout;
    if (buffer[from] === QUOTE || buffer[from] === SPACE) {
      const { next, open } = readCell(buffer, from, this.filled, delimiter);
      if (open && this.isLast) throw new UnclosedQuoteError(this.origin + from);
      return next;
    }
    let at = from;
    for (let byte = buffer[at]; byte !== delimiter && byte !== LF && byte !== CR; byte = buffer[++at]);
    return at;
  }

  private endRow(): void {
    this.rows += 1;
    for (let column = 0; column < this.targets.length; column += 1) {
      const sink = this.targets[column]?.categories;
      if (sink === undefined) continue;
      const from = this.cells[2 * column] as number;
      if (from >= 0) sink.add(this.buffer, from, this.cells[2 * column + 1] as number, 1);
      else {
        const { text } = readCell(this.buffer, -1 - from, this.filled, this.layout.delimiter);
        const bytes = Buffer.from(text);
        sink.add(bytes, 0, bytes.length, 1);
      }
    }
    this.pending += 1;
    if (this.pending === BATCH_ROWS) this.flush();
  }

  private flush(): void {
    if (this.pending === 0) return;
    for (const { numbers } of this.targets) numbers?.sink.add(numbers.batch.subarray(0, this.pending));
    this.pending = 0;
  }
}

/** @throws RaggedRowError, UnclosedQuoteError */
export function scanCsv(
  file: string,
  layout: CsvLayout,
  range: ByteRange,
  columns: readonly SunkColumn[],
  onBytes: (bytes: number) => void = () => {},
): ScannedRange {
  const descriptor = openSync(file, 'r');
  try {
    return new CsvScanner(descriptor, layout, columns, onBytes).scan(range);
  } finally {
    closeSync(descriptor);
  }
}
