import fc from 'fast-check';
import { OnnxFormatError } from './onnx.errors';
import { readModel, writeModel } from './read-model';
import { buildSampleModel } from './sample-model.builder';

const bytes = writeModel(buildSampleModel());
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function errorOf(input: Uint8Array): OnnxFormatError {
  try {
    readModel(input);
  } catch (error) {
    if (error instanceof OnnxFormatError) return error;
    throw error;
  }
  throw new Error('the bytes were taken for a model');
}

it('what was written is read back', () => {
  expect(readModel(bytes)).toEqual(buildSampleModel());
});

it('fields that our schema does not name survive a round trip', () => {
  // Field 20 (training_info, a message with field 1) of the model; field 26 (configuration) with a name.
  const unknown = Uint8Array.of(0xa2, 0x01, 0x02, 0x0a, 0x00, 0xd2, 0x01, 0x03, 0x0a, 0x01, 0x41);
  const written = writeModel(readModel(Uint8Array.of(...bytes, ...unknown)));
  expect(written.length).toBe(bytes.length + unknown.length);
  expect(Buffer.from(written).includes(Buffer.from(unknown))).toBe(true);
});

it('no bytes are refused as empty', () => {
  expect(errorOf(new Uint8Array(0)).code).toBe('onnx_empty');
});

it.each([
  ['a zip archive', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0)],
  ['a Python pickle', Uint8Array.of(0x80, 0x04, 0x95, 0, 0, 0)],
  ['JSON text', text('{"model":"churn"}')],
  ['a Git LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:1\n')],
  ['not an ONNX protobuf', text('RowNumber,CustomerId\n1,2\n')],
])('%s is named for what it is, and the message says to export to ONNX', (kind, input) => {
  const error = errorOf(input);
  expect(error.code).toBe('onnx_not_onnx');
  expect(error.message).toContain(kind);
  expect(error.message).toMatch(/Export the model to ONNX/);
});

it('random bytes are never taken for a model, and never raise another error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (input) => {
      expect(errorOf(input)).toBeInstanceOf(OnnxFormatError);
    }),
    { numRuns: 500 },
  );
});

it('a file cut at any byte after the first two is refused as cut off', () => {
  const codes = new Set<string>();
  for (let length = 2; length < bytes.length; length++) codes.add(errorOf(bytes.subarray(0, length)).code);
  expect([...codes].sort()).toEqual(['onnx_no_graph', 'onnx_no_opset', 'onnx_truncated']);
});

it('a model without graph, outputs or operator sets is refused', () => {
  const without = { ...buildSampleModel(), graph: undefined };
  expect(errorOf(writeModel(without)).code).toBe('onnx_no_graph');
  expect(errorOf(writeModel(buildSampleModel({ outputs: [] }))).code).toBe('onnx_no_graph');
  expect(errorOf(writeModel(buildSampleModel({ opsets: {} }))).code).toBe('onnx_no_opset');
});
