import { OpenInferenceError } from './open-inference.errors';

const NEEDS_CARE = /\d{16}|NaN|Infinity/;
/**
 * Outside of texts: a whole number that a double may not hold, or what Python writes and JSON does not have. The length is
 * bounded, and nothing starts within a number: the search stays linear. A longer number fits no integer type anyway.
 */
const TOKEN = /(?<![\d.eE+-])-?\d{16,40}(?![\d.eE])|NaN|-?Infinity/g;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * JSON with exact integers: one with 16 digits or more arrives as its text (`"9007199254740993"`). Python's NaN and
 * Infinity are taken too: NaN is null, infinities are the doubles.
 * @throws OpenInferenceError when it is no JSON
 */
export function parseLossless(text: string): unknown {
  try {
    return JSON.parse(NEEDS_CARE.test(text) ? outsideTexts(text) : text);
  } catch (error) {
    throw new OpenInferenceError(`the request is not JSON: ${(error as Error).message}`, error);
  }
}

/** Walked by hand: a pattern for texts would need a stack as deep as the longest of them, and square time when none ends. */
function outsideTexts(json: string): string {
  const parts: string[] = [];
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    const from = quote === -1 ? json.length : quote;
    const to = endOfText(json, from);
    parts.push(json.slice(at, from).replace(TOKEN, exact), json.slice(from, to));
    at = to;
  }
  return parts.join('');
}

function endOfText(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return json.length;
}

function exact(token: string): string {
  if (token === 'NaN') return 'null';
  // Beyond every double: JSON.parse reads it as infinity.
  if (token.endsWith('Infinity')) return token.replace('Infinity', '1e999');
  return `"${token}"`;
}
