import { ParquetContentError } from './parquet.errors';

/** From so many bytes on, a copy by the engine is faster than one byte by byte. */
const LONG = 24;

function copyInside(output: Uint8Array, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (distance === 0 || from < 0)
    throw new ParquetContentError('a compressed page refers to bytes before its beginning');
  // Bytes may be copies of bytes that this very copy wrote.
  if (distance >= length && length >= LONG) output.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i += 1) output[to + i] = output[from + i] as number;
}

/** Length of the literal whose tag is at `at - 1`, and where its bytes begin. */
function literal(input: Uint8Array, tag: number, at: number): { length: number; from: number } {
  const short = tag >>> 2;
  if (short < 60) return { length: short + 1, from: at };
  let length = 0;
  for (let k = 0; k < short - 59; k += 1) length += (input[at + k] as number) * 2 ** (8 * k);
  return { length: length + 1, from: at + short - 59 };
}

/**
 * Raw Snappy (no frame), into an output of the known length.
 * Source: google/snappy, format_description.txt.
 */
export function uncompressSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  let at = 0;
  while ((input[at++] as number) >= 0x80);
  let to = 0;
  while (at < input.length) {
    const tag = input[at++] as number;
    if ((tag & 3) === 0) {
      const { length: size, from } = literal(input, tag, at);
      if (to + size > length) throw new ParquetContentError('a compressed page is longer than it says');
      if (size >= LONG) output.set(input.subarray(from, from + size), to);
      else for (let i = 0; i < size; i += 1) output[to + i] = input[from + i] as number;
      at = from + size;
      to += size;
      continue;
    }
    const near = (tag & 3) === 1;
    const size = near ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    let distance = input[at++] as number;
    if (near) distance += (tag >>> 5) << 8;
    else distance += (input[at++] as number) << 8;
    if ((tag & 3) === 3) {
      distance += ((input[at] as number) << 16) + (input[at + 1] as number) * 2 ** 24;
      at += 2;
    }
    if (to + size > length) throw new ParquetContentError('a compressed page is longer than it says');
    copyInside(output, to, distance, size);
    to += size;
  }
  if (to !== length) throw new ParquetContentError('a compressed page is shorter than it says');
  return output;
}
