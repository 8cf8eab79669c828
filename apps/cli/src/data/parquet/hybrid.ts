/** Bits that are read from a run-length / bit-packed hybrid of `width` bits a value. */
interface Packed {
  readonly bytes: Uint8Array;
  readonly width: number;
}

/** The widest value that 32 held bits have room for beside another byte: dictionaries of 16 million entries. */
export const WIDEST = 24;

/** Reads `count` values of a hybrid of at most `WIDEST` bits each, from `at` on. */
export function readHybrid(bytes: Uint8Array, at: number, width: number, count: number): Int32Array {
  const values = new Int32Array(count);
  const byteWidth = (width + 7) >> 3;
  let filled = 0;
  let from = at;
  while (filled < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[from++] as number;
      header |= (byte & 0x7f) << shift;
      if (!(byte >= 0x80)) break;
    }
    if (header & 1) {
      const groups = header >>> 1;
      const end = Math.min(count, filled + groups * 8);
      unpack({ bytes, width }, from, values.subarray(filled, end));
      filled = end;
      from += groups * width;
    } else {
      let value = 0;
      for (let k = 0; k < byteWidth; k += 1) value |= (bytes[from++] as number) << (8 * k);
      const end = Math.min(count, filled + (header >>> 1));
      values.fill(value, filled, end);
      filled = end;
    }
    if (from > bytes.length) break;
  }
  return values;
}

function unpack({ bytes, width }: Packed, at: number, values: Int32Array): void {
  const mask = (1 << width) - 1;
  let from = at;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < values.length; i += 1) {
    while (bits < width) {
      held |= (bytes[from++] as number) << bits;
      bits += 8;
    }
    values[i] = held & mask;
    held >>>= width;
    bits -= width;
  }
}

/** Whether a hybrid of one bit a value begins with one run of ones that covers `count` values: nothing is missing. */
export function isAllOnes(bytes: Uint8Array, at: number, count: number): boolean {
  let header = 0;
  let from = at;
  for (let shift = 0; shift < 32; shift += 7) {
    const byte = bytes[from++] as number;
    header |= (byte & 0x7f) << shift;
    if (!(byte >= 0x80)) break;
  }
  return (header & 1) === 0 && header >>> 1 >= count && bytes[from] === 1;
}
