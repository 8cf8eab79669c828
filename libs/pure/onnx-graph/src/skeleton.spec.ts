import fc from 'fast-check';
import { elidedRuns } from './elided';
import { buildInitializer, buildNode } from './model.builder';
import { OnnxFormatError } from './onnx.errors';
import { readModel, readSkeleton, writeModel } from './read-model';
import { withMetadata } from './rewrite-model';
import { buildSampleModel } from './sample-model.builder';
import { skeletonBytes, spliceSkeleton, type Segment } from './skeleton';
import { bytesSource } from './wire-reader';

function assembled(segments: readonly Segment[], file: Uint8Array): Uint8Array {
  const parts = segments.map((one) =>
    one.kind === 'bytes' ? one.bytes : file.subarray(one.offset, one.offset + one.length),
  );
  return Uint8Array.from(Buffer.concat(parts));
}

const payload = (bytes: number, seed = 7) => Uint8Array.from({ length: bytes }, (_, i) => (i * seed) % 256);

/** Weights as raw bytes, as packed floats and as texts; a node with a long list of whole numbers. */
function heavyModel(rawBytes: number, floats: number, texts: number, ints: number) {
  const raw = { ...buildInitializer('raw', [rawBytes / 4], Float32Array.of()), rawData: payload(rawBytes) };
  const packed = buildInitializer(
    'packed',
    [floats],
    Float32Array.from({ length: floats }, (_, i) => i / 3),
  );
  const strings = buildInitializer(
    'texts',
    [texts],
    Array.from({ length: texts }, (_, i) => `text ${i}`),
  );
  const node = buildNode({
    operator: 'Gather',
    inputs: ['raw', 'packed'],
    outputs: ['y'],
    attributes: { long: { ints: Array.from({ length: ints }, (_, i) => i * 1_000) }, axis: { int: 0 } },
  });
  return buildSampleModel({ nodes: [node], initializers: [raw, packed, strings] });
}

it('a file of which nothing is long is its own skeleton', () => {
  const file = writeModel(buildSampleModel());
  expect(skeletonBytes(bytesSource(file))).toEqual(file);
  expect(assembled(spliceSkeleton(file), file)).toEqual(file);
});

it('long payloads are left out, whatever field they are in, and read as empty', () => {
  const file = writeModel(heavyModel(80_000, 20_000, 8_000, 30_000));
  expect(file.length).toBeGreaterThan(300_000);
  const skeleton = skeletonBytes(bytesSource(file));
  expect(skeleton.length).toBeLessThan(1_000);
  const model = readSkeleton(bytesSource(file));
  const [raw, packed, texts] = model.graph!.initializer.map(elidedRuns);
  expect(raw).toMatchObject([{ fieldNumber: 9, fields: 1, valueBytes: 80_000 }]);
  expect(packed).toMatchObject([{ fieldNumber: 4, fields: 1, valueBytes: 80_000 }]);
  expect(texts).toMatchObject([{ fieldNumber: 6, fields: 8_000 }]);
  expect(model.graph!.initializer.map(({ name }) => name)).toEqual(['raw', 'packed', 'texts']);
  expect(model.graph!.node[0]!.attribute.map(({ name, ints }) => [name, ints.length])).toEqual([
    ['long', 0],
    ['axis', 0],
  ]);
});

it('skeleton and splice of an untouched model give the bytes of the file', () => {
  const size = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(size, size, size, size, fc.integer({ min: 0, max: 400 }), (raw, floats, texts, ints, elideBytes) => {
      const file = writeModel(heavyModel(raw * 4, floats, texts, ints));
      const skeleton = skeletonBytes(bytesSource(file), { elideBytes });
      return Buffer.compare(assembled(spliceSkeleton(skeleton), file), file) === 0;
    }),
    { numRuns: 60 },
  );
});

it('a changed model keeps the long payloads of the file, byte for byte', () => {
  const file = writeModel(heavyModel(80_000, 20_000, 8_000, 30_000));
  const changed = withMetadata(readSkeleton(bytesSource(file)), { note: 'changed' });
  const whole = readModel(assembled(spliceSkeleton(writeModel(changed)), file));
  const expected = writeModel(withMetadata(readModel(file), { note: 'changed' }));
  expect(Buffer.compare(writeModel(whole), expected)).toBe(0);
});

it('130,000 nodes in one graph are no depth', () => {
  // graph { node { op_type: "" } ... }, 4 bytes a node.
  const nodes = Buffer.alloc(4 * 130_000, Uint8Array.of(0x0a, 2, 0x22, 0));
  const length = [(nodes.length & 0x7f) | 0x80, ((nodes.length >> 7) & 0x7f) | 0x80, nodes.length >> 14];
  const file = Uint8Array.from(Buffer.concat([Uint8Array.of(0x3a, ...length), nodes]));
  const skeleton = skeletonBytes(bytesSource(file));
  expect(Buffer.compare(skeleton, file)).toBe(0);
  expect(Buffer.compare(assembled(spliceSkeleton(skeleton), file), file)).toBe(0);
});

describe('hostile bytes', () => {
  const only = (file: Uint8Array): void => {
    try {
      readSkeleton(bytesSource(file));
    } catch (error) {
      expect(error).toBeInstanceOf(OnnxFormatError);
    }
  };

  it('of any kind read as a model or are refused as no model', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), only), { numRuns: 500 });
  });

  it('in the middle of a model, or its end missing, read as another model or are refused as no model', () => {
    const file = writeModel(heavyModel(400, 50, 20, 50));
    const at = fc.integer({ min: 0, max: file.length });
    fc.assert(
      fc.property(at, at, fc.uint8Array({ maxLength: 12 }), (from, to, noise) =>
        only(Uint8Array.from([...file.subarray(0, from), ...noise, ...file.subarray(to)])),
      ),
      { numRuns: 500 },
    );
  });

  const refuse = (bytes: readonly number[]) => () => skeletonBytes(bytesSource(Uint8Array.from(bytes)));

  it.each([
    ['a number that does not end', [0x08, ...new Array<number>(11).fill(0xff)]],
    ['a length beyond the file', [0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a field longer than its message', [0x3a, 0x02, 0x0a, 0x05, 0, 0, 0, 0, 0]],
    ['field number 0', [0x00, 0x01]],
    ['a group', [0x0b, 0x0c]],
    ['a marker of ours', [0xfa, 0xff, 0xff, 0xff, 0x0f, 0x01, 0x00]],
  ])('%s is damage', (_, bytes) => expect(refuse(bytes)).toThrow(/damaged/));

  it('deep nesting, too many nodes and too much graph are refused before they are parsed', () => {
    const model = writeModel(buildSampleModel());
    expect(() => skeletonBytes(bytesSource(model), { maximumDepth: 2 })).toThrow(/nests/);
    expect(() => skeletonBytes(bytesSource(model), { maximumNodes: 1 })).toThrow(/more than 1 nodes/);
    expect(() => skeletonBytes(bytesSource(model), { maximumBytes: 50 })).toThrow(/beside its weights/);
  });
});
