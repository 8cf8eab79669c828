import type { OutgoingRecord } from './event-bus.port';
import { RecordTooLargeError } from './event-bus.errors';

/** Below the 1 MiB that a Kafka broker takes by default, with room for key, headers and framing. */
export const MAX_RECORD_BYTES = 900_000;

function recordBytes(record: OutgoingRecord): number {
  let bytes = Buffer.byteLength(record.key) + Buffer.byteLength(record.value);
  for (const [name, value] of Object.entries(record.headers ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Cuts records into runs of at most `maxRecords` and about MAX_RECORD_BYTES, order kept.
 * @throws RecordTooLargeError before anything is sent
 */
export function chunkRecords(records: readonly OutgoingRecord[], maxRecords: number): OutgoingRecord[][] {
  const chunks: OutgoingRecord[][] = [];
  let chunkBytes = 0;
  for (const record of records) {
    const bytes = recordBytes(record);
    if (bytes > MAX_RECORD_BYTES) throw new RecordTooLargeError(bytes, MAX_RECORD_BYTES);
    const open = chunks.at(-1);
    if (!open || open.length >= maxRecords || chunkBytes + bytes > MAX_RECORD_BYTES) {
      chunks.push([record]);
      chunkBytes = bytes;
    } else {
      open.push(record);
      chunkBytes += bytes;
    }
  }
  return chunks;
}
