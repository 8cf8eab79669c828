import { OpenInferenceError } from './open-inference.errors';

/** Text, or a number that JSON.parse would change, or one that Python writes and JSON does not have. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])|\bNaN\b|-?\bInfinity\b/g;
const NEEDS_CARE = /\d{16}|NaN|Infinity/;

/** Beyond every double: JSON.parse and Python's json read it as infinity, so that it survives where no token exists. */
export const INFINITY_TOKEN = '1e999';

/**
 * JSON with exact integers: one with 16 digits or more arrives as its text (`"9007199254740993"`). Python's NaN and
 * Infinity are taken too: NaN is null, infinities are the doubles.
 * @throws OpenInferenceError when it is no JSON
 */
export function parseLossless(text: string): unknown {
  const careful = NEEDS_CARE.test(text) ? text.replace(TOKEN, exact) : text;
  try {
    return JSON.parse(careful);
  } catch (error) {
    throw new OpenInferenceError(`the request is not JSON: ${(error as Error).message}`, error);
  }
}

function exact(token: string): string {
  if (token.startsWith('"')) return token;
  if (token === 'NaN') return 'null';
  if (token.endsWith('Infinity')) return token.replace('Infinity', INFINITY_TOKEN);
  return `"${token}"`;
}
