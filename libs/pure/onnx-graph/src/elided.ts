import type { Message } from '@bufbuild/protobuf';

/** The largest field number there is: no exporter uses it, and a file that does is refused. */
export const MARKER_FIELD = 2 ** 29 - 1;

/** Bytes of the file that a skeleton leaves out: one or more fields of one number, with their tags. */
export interface ElidedRun {
  readonly offset: number;
  readonly length: number;
  readonly fieldNumber: number;
  /** Fields in the run: 1 for packed or raw values. */
  readonly fields: number;
  /** Bytes without tags and lengths. */
  readonly valueBytes: number;
}

const BYTES = 40;

export function encodeRun({ offset, length, fieldNumber, fields, valueBytes }: ElidedRun): Uint8Array {
  return new Uint8Array(Float64Array.of(offset, length, fieldNumber, fields, valueBytes).buffer);
}

export function decodeRun(bytes: Uint8Array): ElidedRun {
  const [offset = 0, length = 0, fieldNumber = 0, fields = 0, valueBytes = 0] = new Float64Array(
    bytes.slice(0, BYTES).buffer,
  );
  return { offset, length, fieldNumber, fields, valueBytes };
}

/** What was left out of a message when its model was read as a skeleton. */
export function elidedRuns(message: Message): ElidedRun[] {
  return (message.$unknown ?? [])
    .filter(({ no }) => no === MARKER_FIELD)
    .map(({ data }) => decodeRun(data.slice(data.length - BYTES)));
}
