import type { PageHeader, SchemaElement } from 'hyparquet';
import { isAllOnes, readHybrid, WIDEST } from './hybrid';
import { ParquetContentError } from './parquet.errors';

/** Values as they lie in a page: numbers, or byte strings side by side. */
export type PageValues =
  | { readonly kind: 'numbers'; readonly numbers: Float64Array }
  | { readonly kind: 'texts'; readonly bytes: Uint8Array; readonly bounds: Int32Array };

export interface DataPage {
  readonly rows: number;
  /** 1 where a row holds a value; undefined when all do. */
  readonly present: Int32Array | undefined;
  /** Own values, or places in the dictionary, of the rows that hold one. */
  readonly values: PageValues | { readonly kind: 'codes'; readonly codes: Int32Array };
}

const DAY_MS = 86_400_000;
const PER_MS: Readonly<Record<string, number>> = { MILLIS: 1, MICROS: 1e3, NANOS: 1e6 };

function aligned(page: Uint8Array, from: number, length: number): ArrayBuffer {
  if (from + length > page.length) throw new ParquetContentError('a page ends inside its values');
  return page.slice(from, from + length).buffer as ArrayBuffer;
}

/** Two words are three times as fast as a BigInt; above 2^53 the nearest double, as everywhere in JavaScript. */
function wideIntegers(buffer: ArrayBuffer, isUnsigned: boolean): Float64Array {
  const low = new Uint32Array(buffer);
  const high = isUnsigned ? low : new Int32Array(buffer);
  const numbers = new Float64Array(low.length / 2);
  for (let i = 0; i < numbers.length; i += 1)
    numbers[i] = (high[2 * i + 1] as number) * 2 ** 32 + (low[2 * i] as number);
  return numbers;
}

const TRUTHS = Buffer.from('falsetrue');

function truths(values: ArrayLike<number>): PageValues {
  const bounds = new Int32Array(2 * values.length);
  for (let i = 0; i < values.length; i += 1) {
    bounds[2 * i] = values[i] === 1 ? 5 : 0;
    bounds[2 * i + 1] = values[i] === 1 ? 9 : 5;
  }
  return { kind: 'texts', bytes: TRUTHS, bounds };
}

const bits = (page: Uint8Array, from: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => ((page[from + (i >> 3)] as number) >> (i & 7)) & 1);

function texts(page: Uint8Array, from: number, count: number): PageValues {
  const bounds = new Int32Array(2 * count);
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  for (let i = 0, at = from; i < count; i += 1) {
    const length = view.getUint32(at, true);
    bounds[2 * i] = at + 4;
    at += 4 + length;
    bounds[2 * i + 1] = at;
  }
  return { kind: 'texts', bytes: page, bounds };
}

const isUnsigned = ({ converted_type, logical_type }: SchemaElement): boolean =>
  (converted_type ?? '').startsWith('UINT') || (logical_type?.type === 'INTEGER' && !logical_type.isSigned);

function scaled(numbers: Float64Array, { converted_type, scale = 0, logical_type }: SchemaElement): Float64Array {
  const unit = logical_type?.type === 'TIMESTAMP' ? PER_MS[logical_type.unit] : undefined;
  const factor =
    converted_type === 'DECIMAL' ? 10 ** scale : (unit ?? (converted_type === 'TIMESTAMP_MICROS' ? 1e3 : 1));
  const times = converted_type === 'DATE' || logical_type?.type === 'DATE' ? DAY_MS : 1;
  return factor === 1 && times === 1 ? numbers : numbers.map((x) => (x * times) / factor);
}

/** Values of the PLAIN encoding from `from` on. Booleans are the texts true and false; times are milliseconds since 1970. */
export function plainValues(page: Uint8Array, from: number, element: SchemaElement, count: number): PageValues {
  const numbers = (found: Float64Array): PageValues => ({ kind: 'numbers', numbers: scaled(found, element) });
  switch (element.type) {
    case 'DOUBLE':
      return numbers(new Float64Array(aligned(page, from, 8 * count)));
    case 'FLOAT':
      return numbers(Float64Array.from(new Float32Array(aligned(page, from, 4 * count))));
    case 'INT32': {
      const buffer = aligned(page, from, 4 * count);
      return numbers(Float64Array.from(isUnsigned(element) ? new Uint32Array(buffer) : new Int32Array(buffer)));
    }
    case 'INT64':
      return numbers(wideIntegers(aligned(page, from, 8 * count), isUnsigned(element)));
    case 'BOOLEAN':
      return truths(bits(page, from, count));
    case 'BYTE_ARRAY':
      return texts(page, from, count);
    default:
      throw new ParquetContentError(
        `values of type ${element.type ?? 'none'} can not be compared: leave the column out with --drop`,
      );
  }
}

function valuesOf(page: Uint8Array, from: number, encoding: string, element: SchemaElement, count: number) {
  if (encoding === 'PLAIN') return plainValues(page, from, element, count);
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    const width = page[from] ?? 0;
    if (width > WIDEST) throw new ParquetContentError('a dictionary of more than 16 million values');
    const codes = width === 0 ? new Int32Array(count) : readHybrid(page, from + 1, width, count);
    return { kind: 'codes' as const, codes };
  }
  if (encoding === 'RLE' && element.type === 'BOOLEAN') return truths(readHybrid(page, from + 4, 1, count));
  throw new ParquetContentError(`encoding ${encoding} is not known: write the file with plain or dictionary encoding`);
}

interface Presence {
  readonly present: Int32Array | undefined;
  readonly held: number;
}

/** Definition levels, of at most 1, from `at` on: which rows hold a value. */
function presence(bytes: Uint8Array, at: number, rows: number): Presence {
  if (isAllOnes(bytes, at, rows)) return { present: undefined, held: rows };
  const levels = readHybrid(bytes, at, 1, rows);
  let held = 0;
  for (let i = 0; i < rows; i += 1) held += levels[i] as number;
  return { present: held === rows ? undefined : levels, held };
}

type Decompress = (bytes: Uint8Array, length: number) => Uint8Array;

/** A data page of either version, of a column that holds at most one value a row. */
export function decodePage(
  header: PageHeader,
  compressed: Uint8Array,
  element: SchemaElement,
  decompress: Decompress,
): DataPage {
  const isOptional = element.repetition_type === 'OPTIONAL';
  const [first, second] = [header.data_page_header, header.data_page_header_v2];
  if (first !== undefined) {
    const page = decompress(compressed, header.uncompressed_page_size);
    const rows = first.num_values;
    const length = isOptional ? new DataView(page.buffer, page.byteOffset).getUint32(0, true) + 4 : 0;
    const levels = isOptional ? presence(page, 4, rows) : { present: undefined, held: rows };
    return { rows, present: levels.present, values: valuesOf(page, length, first.encoding, element, levels.held) };
  }
  if (second === undefined) throw new ParquetContentError(`a page of type ${header.type}`);
  const before = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  const body = compressed.subarray(before);
  const page = second.is_compressed ? decompress(body, header.uncompressed_page_size - before) : body;
  const rows = second.num_values;
  const levels = isOptional
    ? presence(compressed, second.repetition_levels_byte_length, rows)
    : { present: undefined, held: rows };
  return { rows, present: levels.present, values: valuesOf(page, 0, second.encoding, element, levels.held) };
}
