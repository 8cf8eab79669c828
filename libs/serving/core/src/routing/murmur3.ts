const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const encoder = new TextEncoder();

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));
const scramble = (block: number): number => Math.imul(rotateLeft(Math.imul(block, C1), 15), C2);

function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Reused: what was made for one text is gone with the next. */
let scratch = new Uint8Array(256);

function utf8Of(text: string): Uint8Array {
  if (text.length > scratch.length) scratch = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return encoder.encode(text);
    scratch[i] = code;
  }
  return scratch.subarray(0, text.length);
}

/**
 * MurmurHash3 x86 32 bit of the text's UTF-8 bytes, as an unsigned number (A. Appleby, SMHasher, public domain).
 * Example: murmur3('hello', 0) = 0x248bfa47.
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = utf8Of(text);
  const blockEnd = bytes.length & ~3;
  let hash = seed | 0;
  for (let i = 0; i < blockEnd; i += 4) {
    const block =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    hash = Math.imul(rotateLeft(hash ^ scramble(block), 13), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= blockEnd; i--) tail = (tail << 8) | (bytes[i] as number);
  if (bytes.length > blockEnd) hash ^= scramble(tail);
  return finish(hash ^ bytes.length);
}
