import { numericValue } from '@plumbline/stats';
import { isMissingText } from '../columns/category-tally';
import type { CategorySink, ColumnSink, NumberSink } from '../columns/column-sink';
import type { DataPage, PageValues } from './decode-page';
import { ParquetContentError } from './parquet.errors';

/** Numbers of a dictionary or page, of texts too when they are numbers. */
function asNumbers(values: PageValues, sink: NumberSink): Float64Array {
  if (values.kind === 'numbers') return values.numbers;
  const { bytes, bounds } = values;
  return Float64Array.from({ length: bounds.length / 2 }, (_, i) => {
    const text = Buffer.from(bytes.subarray(bounds[2 * i], bounds[2 * i + 1]))
      .toString('utf8')
      .trim();
    const number = isMissingText(text) ? undefined : numericValue(text);
    if (number === undefined && !isMissingText(text)) sink.notNumber(text, 0);
    return number ?? NaN;
  });
}

function looked(dictionary: Float64Array, codes: Int32Array): Float64Array {
  const numbers = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i += 1) numbers[i] = dictionary[codes[i] as number] as number;
  return numbers;
}

/** Every row's number; NaN where it holds none. */
function spread(numbers: Float64Array, present: Int32Array | undefined): Float64Array {
  if (present === undefined) return numbers;
  const rows = new Float64Array(present.length).fill(NaN);
  for (let row = 0, next = 0; row < rows.length; row += 1) {
    if (present[row] === 1) rows[row] = numbers[next++] as number;
  }
  return rows;
}

function requireDictionary(dictionary: PageValues | undefined): PageValues {
  if (dictionary === undefined) throw new ParquetContentError('a page refers to a dictionary that is not there');
  return dictionary;
}

function sinkCategories({ values, present, rows }: DataPage, dictionary: PageValues | undefined, sink: CategorySink) {
  const source = values.kind === 'codes' ? requireDictionary(dictionary) : values;
  const cells =
    source.kind === 'texts'
      ? source
      : { bytes: Buffer.from(Array.from(source.numbers, String).join('')), bounds: boundsOf(source.numbers) };
  const codes = values.kind === 'codes' ? values.codes : undefined;
  const add = (at: number, count: number): void =>
    sink.add(cells.bytes, cells.bounds[2 * at] as number, cells.bounds[2 * at + 1] as number, count);
  const distinct = cells.bounds.length / 2;
  if (codes === undefined) for (let at = 0; at < distinct; at += 1) add(at, 1);
  else occurrences(codes, distinct).forEach((count, at) => count > 0 && add(at, count));
  const missing = rows - (codes?.length ?? distinct);
  if (present !== undefined && missing > 0) sink.add(cells.bytes, 0, 0, missing);
}

function occurrences(codes: Int32Array, distinct: number): Uint32Array {
  const counts = new Uint32Array(distinct);
  for (let i = 0; i < codes.length; i += 1) counts[codes[i] as number] = (counts[codes[i] as number] as number) + 1;
  return counts;
}

function boundsOf(numbers: Float64Array): Int32Array {
  const bounds = new Int32Array(2 * numbers.length);
  let at = 0;
  numbers.forEach((number, i) => {
    bounds[2 * i] = at;
    at += String(number).length;
    bounds[2 * i + 1] = at;
  });
  return bounds;
}

export function sinkValues(page: DataPage, dictionary: PageValues | undefined, sink: ColumnSink): void {
  if (sink.kind === 'categorical') return sinkCategories(page, dictionary, sink);
  const { values } = page;
  const numbers =
    values.kind === 'codes'
      ? looked(asNumbers(requireDictionary(dictionary), sink), values.codes)
      : asNumbers(values, sink);
  sink.add(spread(numbers, page.present));
}
