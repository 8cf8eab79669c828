const PARTS = 32;
/** 2^(i/32); the last bit of these doubles is far below what the float32 result keeps. */
const FRACTIONS = Float64Array.from({ length: PARTS }, (_, i) => 2 ** (i / PARTS));
const PARTS_PER_E = 1.4426950408889634 * PARTS;
/** Of 2^(r/32) for |r| <= 1/2, in falling powers of r. */
const CUBE = 0.05550361559341535 / PARTS ** 3;
const SQUARE = 0.2402284522445722 / PARTS ** 2;
const LINE = 0.6931471806916203 / PARTS;

const LEAST_EXPONENT = -151;
const POWERS = Float64Array.from({ length: 280 }, (_, i) => 2 ** (i + LEAST_EXPONENT));

const { fround, floor } = Math;

/**
 * e^x of a float32 as the C library's `expf` rounds it, which is not always the nearest float32: what onnxruntime computes
 * on Linux, bit for bit. Domain: float32; below -103.97 it is 0, above 88.72 Infinity.
 * @see Arm optimized routines, math/expf.c, which glibc has had since 2.27: reduction to 2^(k/32), cubic polynomial in
 * double precision, error at most 0.502 units in the last place.
 */
export function float32Exp(x: number): number {
  if (x !== x) return NaN;
  if (x > 88.72283172607422) return Infinity;
  if (x < -103.97207641601562) return 0;
  const z = PARTS_PER_E * x;
  const k = floor(z + 0.5);
  const r = z - k;
  const whole = floor(k / PARTS);
  const scale = (FRACTIONS[k - whole * PARTS] as number) * (POWERS[whole - LEAST_EXPONENT] as number);
  const square = CUBE * r + SQUARE;
  const line = LINE * r + 1;
  return fround((square * (r * r) + line) * scale);
}
