import type { SpoolRecord } from './spool.port';

const NEWLINE = 0x0a;

/** A segment is lines of `<key> <value>\n`: a value goes to the bus without being parsed again. */
export const encodeRecord = ({ key, value }: SpoolRecord): string => `${key} ${value}\n`;

export const encodeRecords = (records: readonly SpoolRecord[]): string => records.map(encodeRecord).join('');

export interface SegmentPart {
  readonly records: SpoolRecord[];
  /** Bytes of the complete lines; what follows them is a line still without its end. */
  readonly bytes: number;
  /** Complete lines that are no records: a damaged disk, since an interrupted write leaves no line end. */
  readonly damaged: number;
}

/** Complete lines only, at most `maxRecords`: a last line cut by `kill -9` was never answered, so nobody misses it. */
export function decodeRecords(part: Uint8Array, maxRecords: number): SegmentPart {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  const records: SpoolRecord[] = [];
  let damaged = 0;
  let start = 0;
  while (records.length < maxRecords) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) break;
    const line = bytes.toString('utf8', start, end);
    const space = line.indexOf(' ');
    if (space > 0 && line.endsWith('}')) records.push({ key: line.slice(0, space), value: line.slice(space + 1) });
    else damaged++;
    start = end + 1;
  }
  return { records, bytes: start, damaged };
}
