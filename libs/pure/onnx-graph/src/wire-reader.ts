import { OnnxFormatError } from './onnx.errors';

/** Random access to a file of which only parts are in memory. Positions stay below 2^53. */
export interface ByteSource {
  readonly length: number;
  /** Exactly these bytes; the caller stays within `length`. */
  read(offset: number, length: number): Uint8Array;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

export interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** Where its tag begins. */
  readonly start: number;
  /** Where its value, after a length if it has one, begins and ends. */
  readonly valueStart: number;
  readonly end: number;
}

const WINDOW_BYTES = 2 ** 18;
const MAXIMUM_FIELD_NUMBER = 2 ** 29 - 1;

export const damaged = (source: ByteSource, what: string, at: number): OnnxFormatError =>
  new OnnxFormatError(
    'onnx_truncated',
    `The ONNX file breaks off or is damaged (${what} at byte ${at} of ${source.length}). Copy or upload it again and compare sizes.`,
    { byteLength: source.length, at },
  );

/** Reads the fields of protobuf messages one after the other, without a schema and without keeping their values. */
export class WireReader {
  private window: Uint8Array = new Uint8Array();
  private windowStart = 0;

  constructor(readonly source: ByteSource) {}

  /** The field that begins at `at`, of a message that ends at `messageEnd`. */
  field(at: number, messageEnd: number): WireField {
    const tag = this.varint(at, messageEnd);
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (number < 1 || number > MAXIMUM_FIELD_NUMBER) throw damaged(this.source, 'an impossible field', at);
    const { start, end } = this.valueOf(wireType, at, tag.end, messageEnd);
    return { number, wireType, start: at, valueStart: start, end };
  }

  private valueOf(wireType: number, at: number, from: number, messageEnd: number): { start: number; end: number } {
    const upTo = (start: number, length: number) => {
      if (start + length > messageEnd) throw damaged(this.source, 'a field longer than what holds it', at);
      return { start, end: start + length };
    };
    switch (wireType) {
      case WIRE.varint:
        return { start: from, end: this.varint(from, messageEnd).end };
      case WIRE.fixed64:
        return upTo(from, 8);
      case WIRE.fixed32:
        return upTo(from, 4);
      case WIRE.bytes: {
        const length = this.varint(from, messageEnd);
        return upTo(length.end, length.value);
      }
      default:
        throw damaged(this.source, 'an impossible field', at);
    }
  }

  /** At most 10 bytes, as protobuf has it; beyond 2^53 the value is only "very large". */
  private varint(at: number, messageEnd: number): { value: number; end: number } {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      if (at + i >= messageEnd) throw damaged(this.source, 'a number that breaks off', at);
      const byte = this.byte(at + i);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, end: at + i + 1 };
    }
    throw damaged(this.source, 'a number that does not end', at);
  }

  private byte(at: number): number {
    const inWindow = at - this.windowStart;
    if (inWindow >= 0 && inWindow < this.window.length) return this.window[inWindow] as number;
    this.window = this.source.read(at, Math.min(WINDOW_BYTES, this.source.length - at));
    this.windowStart = at;
    return this.window[0] as number;
  }
}
