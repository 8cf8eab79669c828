/**
 * Columns of many rows as PostgreSQL arrays in binary form, for `unnest($1::text[], ...)`: the driver sends a Buffer as it
 * is, so nothing is quoted here and nothing is parsed there. Layout of array_send (src/backend/utils/adt/arrayfuncs.c):
 * dimensions, has nulls, element type, length, lower bound; then each element as its byte length (-1: null) and bytes.
 */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

/** pg_type.oid of the element types. */
const TYPES = { bool: 16, int4: 23, text: 25, json: 114, float8: 701, timestamptz: 1184 } as const;

/** PostgreSQL counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

function header(type: keyof typeof TYPES, length: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + length * LENGTH_BYTES + elementBytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(TYPES[type], 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

type Nullable<T> = T | null | undefined;

function texts(type: 'text' | 'json', values: readonly Nullable<string>[]): Buffer {
  const bytes = values.map((value) => (value == null ? NULL : Buffer.byteLength(value)));
  const buffer = header(
    type,
    values.length,
    bytes.reduce((sum, length) => sum + Math.max(0, length), 0),
  );
  let at = HEADER_BYTES;
  values.forEach((value, i) => {
    at = buffer.writeInt32BE(bytes[i] as number, at);
    if (value != null) at += buffer.write(value, at);
  });
  return buffer;
}

function numbers<T>(
  type: 'bool' | 'int4' | 'float8' | 'timestamptz',
  size: number,
  values: readonly Nullable<T>[],
  write: (buffer: Buffer, value: T, at: number) => void,
): Buffer {
  const known = values.reduce((count: number, value) => count + (value == null ? 0 : 1), 0);
  const buffer = header(type, values.length, known * size);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = buffer.writeInt32BE(value == null ? NULL : size, at);
    if (value == null) continue;
    write(buffer, value, at);
    at += size;
  }
  return buffer;
}

/** @param values without the character NUL, which no text of PostgreSQL holds */
export const textArray = (values: readonly Nullable<string>[]): Buffer => texts('text', values);

/** @param values texts of JSON */
export const jsonArray = (values: readonly Nullable<string>[]): Buffer => texts('json', values);

export const int4Array = (values: readonly Nullable<number>[]): Buffer =>
  numbers('int4', 4, values, (buffer, value, at) => buffer.writeInt32BE(value, at));

export const float8Array = (values: readonly Nullable<number>[]): Buffer =>
  numbers('float8', 8, values, (buffer, value, at) => buffer.writeDoubleBE(value, at));

export const boolArray = (values: readonly Nullable<boolean>[]): Buffer =>
  numbers('bool', 1, values, (buffer, value, at) => buffer.writeUInt8(value ? 1 : 0, at));

/** @param values milliseconds since 1970 */
export const timestampArray = (values: readonly Nullable<number>[]): Buffer =>
  numbers('timestamptz', 8, values, (buffer, value, at) =>
    buffer.writeBigInt64BE(BigInt(value - POSTGRES_EPOCH_MS) * 1_000n, at),
  );
