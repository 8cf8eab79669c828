import { decodeRun, encodeRun, MARKER_FIELD } from './elided';
import { SHAPES, type MessageName, type MessageShape } from './message-shapes';
import { OnnxFormatError } from './onnx.errors';
import { bytesSource, damaged, WIRE, WireReader, type ByteSource, type WireField } from './wire-reader';

/** Bytes in hand, or a stretch of the file to be copied as it is. */
export type Segment =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly offset: number; readonly length: number };

export interface SkeletonLimits {
  /** Runs of bulk fields longer than this are left out. */
  readonly elideBytes: number;
  readonly maximumBytes: number;
  readonly maximumDepth: number;
  readonly maximumNodes: number;
}

const LIMITS: SkeletonLimits = { elideBytes: 2 ** 16, maximumBytes: 2 ** 26, maximumDepth: 100, maximumNodes: 200_000 };

interface Encoded {
  readonly segments: Segment[];
  readonly length: number;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

const lengthOf = (segment: Segment): number => (segment.kind === 'bytes' ? segment.bytes.length : segment.length);
const inHand = (bytes: Uint8Array): Segment => ({ kind: 'bytes', bytes });
function header(fieldNumber: number, length: number): Segment {
  const bytes: number[] = [];
  pushVarint(bytes, fieldNumber * 8 + WIRE.bytes);
  pushVarint(bytes, length);
  return inHand(Uint8Array.from(bytes));
}

/** Collects a message's new bytes; neighbouring stretches of the file become one. */
class Collector {
  readonly segments: Segment[] = [];
  length = 0;

  add(segment: Segment): void {
    const last = this.segments[this.segments.length - 1];
    this.length += lengthOf(segment);
    if (segment.kind === 'copy' && last?.kind === 'copy' && last.offset + last.length === segment.offset) {
      this.segments[this.segments.length - 1] = { ...last, length: last.length + segment.length };
    } else if (lengthOf(segment) > 0) this.segments.push(segment);
  }

  addMessage(fieldNumber: number, { segments, length }: Encoded): void {
    this.add(header(fieldNumber, length));
    for (const segment of segments) this.add(segment);
  }
}

interface Run {
  readonly first: WireField;
  end: number;
  fields: number;
  valueBytes: number;
}

class Skeletoniser {
  private readonly reader: WireReader;
  private keptBytes = 0;
  private nodes = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly limits: SkeletonLimits,
  ) {
    this.reader = new WireReader(source);
  }

  message(start: number, end: number, name: MessageName, depth: number): Encoded {
    if (depth > this.limits.maximumDepth) {
      throw new OnnxFormatError(
        'onnx_too_deep',
        `The model nests sub-graphs or types more than ${this.limits.maximumDepth} messages deep. Export it without nested control flow.`,
        { at: start },
      );
    }
    const shape = SHAPES[name];
    const out = new Collector();
    let run: Run | null = null;
    for (let at = start; at < end;) {
      const field = this.reader.field(at, end);
      at = field.end;
      if (field.number === MARKER_FIELD) throw damaged(this.source, 'an impossible field', field.start);
      if (run && run.first.number !== field.number) run = this.finish(run, out);
      if (isBulk(shape, field)) {
        run ??= { first: field, end: field.end, fields: 0, valueBytes: 0 };
        run.end = field.end;
        run.fields += 1;
        run.valueBytes += field.end - field.valueStart;
        continue;
      }
      this.keep(field, shape, depth, out);
    }
    if (run) this.finish(run, out);
    return out;
  }

  private keep(field: WireField, shape: MessageShape, depth: number, out: Collector): void {
    const inner = field.wireType === WIRE.bytes ? shape.messages[field.number] : undefined;
    if (inner === undefined) return this.copy(field.start, field.end, out);
    if (inner === 'Node') this.countNode();
    this.count(8);
    out.addMessage(field.number, this.message(field.valueStart, field.end, inner, depth + 1));
  }

  private finish({ first, end, fields, valueBytes }: Run, out: Collector): null {
    const length = end - first.start;
    if (length <= this.limits.elideBytes) this.copy(first.start, end, out);
    else {
      const marker = encodeRun({ offset: first.start, length, fieldNumber: first.number, fields, valueBytes });
      out.addMessage(MARKER_FIELD, { segments: [inHand(marker)], length: marker.length });
    }
    return null;
  }

  private copy(start: number, end: number, out: Collector): void {
    this.count(end - start);
    out.add({ kind: 'copy', offset: start, length: end - start });
  }

  private countNode(): void {
    this.nodes += 1;
    if (this.nodes <= this.limits.maximumNodes) return;
    throw new OnnxFormatError(
      'onnx_too_complex',
      `The graph has more than ${this.limits.maximumNodes} nodes. Simplify it (onnxsim) or export a smaller model.`,
      { byteLength: this.source.length },
    );
  }

  private count(bytes: number): void {
    this.keptBytes += bytes;
    if (this.keptBytes <= this.limits.maximumBytes) return;
    throw new OnnxFormatError(
      'onnx_too_complex',
      `The model has more than ${this.limits.maximumBytes >> 20} MiB of graph beside its weights. Simplify it (onnxsim) or export a smaller one.`,
      { byteLength: this.source.length },
    );
  }
}

/** A field that the schema does not name may be long as well; it is no message that we enter. */
function isBulk(shape: MessageShape, field: WireField): boolean {
  return shape.bulk.has(field.number);
}

function join({ segments, length }: Encoded, source: ByteSource): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const segment of segments) {
    bytes.set(segment.kind === 'bytes' ? segment.bytes : source.read(segment.offset, segment.length), at);
    at += lengthOf(segment);
  }
  return bytes;
}

/**
 * The model's bytes without its long payloads: weights and long attribute lists become markers that say where they stand
 * in the file. A model of many gigabytes has a skeleton of some kilobytes.
 * @throws OnnxFormatError `onnx_truncated`, `onnx_too_deep` or `onnx_too_complex`
 */
export function skeletonBytes(source: ByteSource, limits: Partial<SkeletonLimits> = {}): Uint8Array {
  const whole = new Skeletoniser(source, { ...LIMITS, ...limits }).message(0, source.length, 'Model', 0);
  return join(whole, source);
}

function spliced(reader: WireReader, start: number, end: number, name: MessageName): Encoded {
  const shape = SHAPES[name];
  const out = new Collector();
  for (let at = start; at < end;) {
    const field = reader.field(at, end);
    at = field.end;
    const inner = field.wireType === WIRE.bytes ? shape.messages[field.number] : undefined;
    if (field.number === MARKER_FIELD) {
      const { offset, length } = decodeRun(reader.source.read(field.valueStart, field.end - field.valueStart));
      out.add({ kind: 'copy', offset, length });
    } else if (inner === undefined) {
      out.add(inHand(reader.source.read(field.start, field.end - field.start)));
    } else {
      out.addMessage(field.number, spliced(reader, field.valueStart, field.end, inner));
    }
  }
  return out;
}

/** The whole file again, from a skeleton that may have been changed: `copy` segments refer to the file it was made of. */
export function spliceSkeleton(skeleton: Uint8Array): readonly Segment[] {
  return spliced(new WireReader(bytesSource(skeleton)), 0, skeleton.length, 'Model').segments;
}
