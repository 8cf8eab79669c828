import { CR, LF } from './csv-bytes';

/** 10^0 ... 10^22, all exact. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const [MINUS, PLUS, POINT, ZERO] = [0x2d, 0x2b, 0x2e, 0x30];
/** Digits that fit a 32-bit integer, and at most twice so many in all. */
const DIGITS = 9;
const EXACT_DIGITS = 15;
/** Splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

/** The byte after the number that `readNumber` found; -1 when it found none and the cell wants the slow way. */
export let numberEnd = -1;

/** m / 10^k of m = high + low (both whole, high a multiple of a power of ten): one Newton step with an exact remainder. */
function divideExactly(high: number, low: number, power: number): number {
  const whole = high + low;
  const rest = low - (whole - high);
  const quotient = whole / power;
  const product = quotient * power;
  const a = SPLITTER * quotient;
  const q1 = a - (a - quotient);
  const q2 = quotient - q1;
  const b = SPLITTER * power;
  const p1 = b - (b - power);
  const p2 = power - p1;
  const lost = q1 * p1 - product + q1 * p2 + q2 * p1 + q2 * p2;
  return quotient + (whole - product - lost + rest) / power;
}

/**
 * A plain decimal number of at most 18 digits at `from`, read from its bytes; the nearest double, but for a chance of
 * about 2^-50 a number of more than 15 digits to be its neighbour. An empty cell is NaN. Everything else (exponents,
 * quotes, blanks, words) sets `numberEnd` to -1. The bytes end with a line end.
 */
export function readNumber(bytes: Uint8Array, from: number, delimiter: number): number {
  let at = from;
  let byte = bytes[at] as number;
  const isNegative = byte === MINUS;
  if (isNegative || byte === PLUS) byte = bytes[++at] as number;
  let high = 0;
  let low = 0;
  let digits = 0;
  let fraction = 0;
  const first = at;
  for (let d = byte ^ ZERO; d < 10 && digits < DIGITS; d = (bytes[++at] as number) ^ ZERO) {
    high = (Math.imul(high, 10) + d) | 0;
    digits += 1;
  }
  let figures = at - first;
  if (bytes[at] === POINT) {
    const point = (at += 1);
    if (high === 0) {
      digits = 0;
      while (bytes[at] === ZERO) at += 1;
    }
    for (let d = (bytes[at] as number) ^ ZERO; d < 10 && digits < DIGITS; d = (bytes[++at] as number) ^ ZERO) {
      high = (Math.imul(high, 10) + d) | 0;
      digits += 1;
    }
    if (digits === DIGITS) {
      for (let d = (bytes[at] as number) ^ ZERO; d < 10 && digits < 2 * DIGITS; d = (bytes[++at] as number) ^ ZERO) {
        low = (Math.imul(low, 10) + d) | 0;
        digits += 1;
      }
    }
    fraction = at - point;
    figures += fraction;
  }
  const after = bytes[at] as number;
  if (fraction > 22 || (after !== delimiter && after !== LF && after !== CR)) return notPlain();
  numberEnd = at;
  if (figures === 0) return at === from ? NaN : notPlain();
  const size =
    digits <= DIGITS
      ? high / (POWERS[fraction] as number)
      : assemble(high, low, digits - DIGITS, digits, POWERS[fraction] as number);
  return isNegative ? -size : size;
}

function assemble(high: number, low: number, lowDigits: number, digits: number, power: number): number {
  const shifted = high * (POWERS[lowDigits] as number);
  return digits <= EXACT_DIGITS ? (shifted + low) / power : divideExactly(shifted, low, power);
}

function notPlain(): number {
  numberEnd = -1;
  return NaN;
}
