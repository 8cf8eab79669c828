export const LF = 0x0a;
export const CR = 0x0d;
export const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

/** One cell as text, unquoted and trimmed, and the byte after it: a delimiter, a line end, or `end`. */
export interface CellText {
  readonly text: string;
  readonly next: number;
  /** A quote that is still open at `end`. */
  readonly open: boolean;
}

const isBlank = (byte: number | undefined, delimiter: number): boolean =>
  (byte === SPACE || byte === TAB) && byte !== delimiter;

const endsCell = (byte: number | undefined, delimiter: number): boolean =>
  byte === delimiter || byte === LF || byte === CR;

/** RFC 4180, whatever the cell holds; the slow way that the fast ones fall back to. */
export function readCell(bytes: Buffer, from: number, end: number, delimiter: number): CellText {
  let at = from;
  while (at < end && isBlank(bytes[at], delimiter)) at += 1;
  if (at < end && bytes[at] === QUOTE) return readQuoted(bytes, at, end, delimiter);
  const start = at;
  while (at < end && !endsCell(bytes[at], delimiter)) at += 1;
  return { text: bytes.toString('utf8', start, at).trim(), next: at, open: false };
}

function readQuoted(bytes: Buffer, quote: number, end: number, delimiter: number): CellText {
  let at = quote + 1;
  for (; at < end; at += 1) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE || at + 1 >= end) break;
    at += 1;
  }
  if (at >= end) return { text: '', next: end, open: true };
  const text = bytes
    .toString('utf8', quote + 1, at)
    .replaceAll('""', '"')
    .trim();
  at += 1;
  while (at < end && !endsCell(bytes[at], delimiter)) at += 1;
  return { text, next: at, open: false };
}
