/** Largest finite value of IEEE 754 binary16. */
export const FLOAT16_MAX = 65_504;

const bits32 = new Uint32Array(1);
const value32 = new Float32Array(bits32.buffer);

/**
 * Bits of the nearest binary16, ties to even. Beyond the range it is an infinity, as a cast in ONNX gives.
 * toHalf(1) = 0x3c00, toHalf(65_504) = 0x7bff, toHalf(NaN) = 0x7e00. Rounded through float32 first, as exporters do.
 */
export function toHalf(value: number): number {
  value32[0] = value;
  const bits = bits32[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  // Subnormal: the leading one is written out; below 2^-25 nothing is left.
  if (exponent < -10) return sign;
  const mantissa = exponent <= 0 ? fraction | 0x800000 : fraction;
  const shift = exponent <= 0 ? 14 - exponent : 13;
  const kept = (Math.max(exponent, 0) << 10) + (mantissa >>> shift);
  const rest = mantissa & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  // A carry out of the fraction goes into the exponent, which is what rounding up means.
  return sign | (rest > half || (rest === half && kept & 1) ? kept + 1 : kept);
}

/** Value of binary16 bits. fromHalf(0x3555) = 0.333251953125. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
