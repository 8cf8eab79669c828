import fc from 'fast-check';
import { valuesFromBytes, type Tensor } from './datatype';
import { parseInferRequest } from './infer-request';
import { requestedOutputs, writeInferResponse } from './infer-response';
import { shortestFloat32 } from './json-values';

const bodyOf = (request: unknown, ...binary: Uint8Array[]) => {
  const json = Buffer.from(typeof request === 'string' ? request : JSON.stringify(request));
  return { body: Buffer.concat([json, ...binary]), headerLength: binary.length ? json.length : undefined };
};
const parse = (request: unknown, ...binary: Uint8Array[]) => {
  const { body, headerLength } = bodyOf(request, ...binary);
  return parseInferRequest(body, headerLength);
};
const input = (fields: Record<string, unknown>) => ({ inputs: [{ name: 'x', ...fields }] });
const refusal = (request: unknown, ...binary: Uint8Array[]): string => {
  try {
    parse(request, ...binary);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};
const little = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

describe('parseInferRequest', () => {
  it('takes data nested or flat, and what it does not know it ignores', () => {
    const nested = parse({
      ...input({
        shape: [2, 2],
        datatype: 'FP32',
        data: [
          [1, 2],
          [3, 4],
        ],
      }),
      model_name: 'm',
      id: 'a',
    });
    expect(nested).toMatchObject({ id: 'a', outputs: null, binaryByDefault: false });
    expect(nested.inputs[0]?.values).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(parse(input({ shape: [2, 2], datatype: 'FP32', data: [1, 2, 3, 4] })).inputs).toEqual(nested.inputs);
  });

  it('keeps integers beyond 2^53 exact, whether alone or beside text that looks like one', () => {
    const request =
      '{"id":"12345678901234567890","inputs":[{"name":"x","shape":[3],"datatype":"INT64","data":[9007199254740993,-9223372036854775808,7]}]}';
    const { id, inputs } = parse(request);
    expect(id).toBe('12345678901234567890');
    expect(inputs[0]?.values).toEqual(BigInt64Array.of(9007199254740993n, -9223372036854775808n, 7n));
  });

  it('reads null and the NaN and Infinity that Python writes', () => {
    const request = '{"inputs":[{"name":"NaN","shape":[4],"datatype":"FP64","data":[null,NaN,-Infinity,Infinity]}]}';
    const [tensor] = parse(request).inputs;
    expect([tensor?.name, ...(tensor?.values as Float64Array)]).toEqual(['NaN', NaN, NaN, -Infinity, Infinity]);
  });

  it('reads fractions of any length, and texts that look like numbers, as they are', () => {
    const request =
      '{"id":"a\\" 1234567890123456 NaN","inputs":[{"name":"x","shape":[4],"datatype":"FP64","data":[0.10000000149011612,-1.2345678901234567890e-7,12345678901234567.5,1234567890123456789]}]}';
    const { id, inputs } = parse(request);
    expect(id).toBe('a" 1234567890123456 NaN');
    expect(inputs[0]?.values).toEqual(
      Float64Array.of(
        0.10000000149011612,
        -1.2345678901234568e-7,
        2 ** 53 + 3338479646493576,
        Number('1234567890123456789'),
      ),
    );
  });

  it('reads the names of what JSON has no number for', () => {
    const data = ['Infinity', '-Infinity', 'NaN', null];
    const [tensor] = parse(input({ shape: [4], datatype: 'FP32', data })).inputs;
    expect(tensor?.values).toEqual(Float32Array.of(Infinity, -Infinity, NaN, NaN));
  });

  it('gives back every double that JSON can hold, whatever its digits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (data) => {
        const [tensor] = parse(input({ shape: [data.length], datatype: 'FP64', data })).inputs;
        expect([...(tensor?.values as Float64Array)]).toEqual(data.map((value) => value + 0));
      }),
    );
  });

  it.each<[string, string, RegExp]>([
    ['a text that never ends', `{"inputs": 1234567890123456, "id": "${'\\"'.repeat(500_000)}`, /not JSON/],
    ['a text of megabytes', `{"id": 1234567890123456, "x": "${'a'.repeat(20_000_000)}"}`, /inputs must be/],
    ['a number of megabytes', `{"inputs": [${'1'.repeat(20_000_000)}]}`, /array of objects/],
    [
      'an integer of megabytes',
      `{"inputs": [{"name":"x","shape":[1],"datatype":"INT64","data":["${'1'.repeat(5_000_000)}"]}]}`,
      /"1{79}\.\.\., expected INT64/,
    ],
    [
      'data nested a hundred thousand deep',
      `{"inputs": [{"name":"x","shape":[1],"datatype":"FP32","data":${'['.repeat(1e5)}${']'.repeat(1e5)}}]}`,
      /nested deeper than its shape/,
    ],
  ])('refuses %s in a moment', (_, request, message) => {
    const startedAt = performance.now();
    expect(refusal(request)).toMatch(message);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it('takes binary and JSON inputs in one request, each its own bytes', () => {
    const texts = Buffer.from([2, 0, 0, 0, 0xc3, 0xa9, 0, 0, 0, 0]);
    const { inputs } = parse(
      {
        inputs: [
          { name: 'a', shape: [2, 1], datatype: 'FP32', parameters: { binary_data_size: 8 } },
          { name: 'b', shape: [1], datatype: 'BOOL', data: [true] },
          { name: 'c', shape: [2], datatype: 'BYTES', parameters: { binary_data_size: 10 } },
        ],
      },
      little(0.5, 2),
      texts,
    );
    expect(inputs.map(({ values }) => [...values])).toEqual([[0.5, 2], [1], ['é', '']]);
  });

  it.each<[string, unknown, Uint8Array[], RegExp]>([
    ['no JSON', '{"inputs":', [], /not JSON/],
    ['no object', '[]', [], /JSON object/],
    ['no inputs', {}, [], /inputs must be an array/],
    ['a name that is missing', { inputs: [{ shape: [1], datatype: 'FP32', data: [1] }] }, [], /needs a name/],
    ['an unknown datatype', input({ shape: [1], datatype: 'FP8', data: [1] }), [], /'x'.*"FP8"/],
    ['a negative size', input({ shape: [-1], datatype: 'FP32', data: [1] }), [], /'x': shape/],
    ['a count that differs from the shape', input({ shape: [2, 2], datatype: 'FP32', data: [1] }), [], /1 elements.*4/],
    ['text for a number', input({ shape: [1], datatype: 'FP32', data: ['1'] }), [], /element 0 is "1", expected FP32/],
    ['a fraction for an integer', input({ shape: [1], datatype: 'INT32', data: [1.5] }), [], /expected INT32/],
    ['an integer that does not fit', input({ shape: [1], datatype: 'UINT8', data: [256] }), [], /256, expected UINT8/],
    ['FP16 as JSON', input({ shape: [1], datatype: 'FP16', data: [1] }), [], /FP16 travels as binary/],
    [
      'too few bytes',
      input({ shape: [2], datatype: 'FP32', parameters: { binary_data_size: 8 } }),
      [little(1)],
      /4 bytes are left/,
    ],
    [
      'bytes that differ from the shape',
      input({ shape: [2], datatype: 'FP32', parameters: { binary_data_size: 4 } }),
      [little(1)],
      /takes 8 bytes, 4/,
    ],
    ['bytes that nobody claims', input({ shape: [1], datatype: 'FP32', data: [1] }), [little(1)], /no input claims/],
    [
      'BYTES that break off',
      input({ shape: [1], datatype: 'BYTES', parameters: { binary_data_size: 5 } }),
      [Buffer.from([9, 0, 0, 0, 65])],
      /break off/,
    ],
    [
      'BYTES that are no text',
      input({ shape: [1], datatype: 'BYTES', parameters: { binary_data_size: 5 } }),
      [Buffer.from([1, 0, 0, 0, 255])],
      /UTF-8/,
    ],
    [
      'a BOOL that is neither 0 nor 1',
      input({ shape: [1], datatype: 'BOOL', parameters: { binary_data_size: 1 } }),
      [Buffer.from([2])],
      /byte of 0 or 1/,
    ],
    ['an id that is no text', { ...input({ shape: [1], datatype: 'FP32', data: [1] }), id: 7 }, [], /id must be text/],
    ['a shape that overflows', input({ shape: [2 ** 40, 2 ** 40], datatype: 'FP32', data: [] }), [], /more than/],
  ])('refuses %s', (_, request, binary, message) => {
    expect(refusal(request, ...binary)).toMatch(message);
  });

  it('refuses a header length beyond the body', () => {
    expect(() => parseInferRequest(Buffer.from('{}'), 3)).toThrow(/expected 0 to 2/);
    expect(() => parseInferRequest(Buffer.from('{}'), NaN)).toThrow(/Inference-Header-Content-Length/);
  });
});

describe('writeInferResponse', () => {
  const answer = (outputs: Tensor[]) => ({ model: 'm', version: 3, id: 'q', parameters: { a: 1 }, outputs });
  const tensor = (datatype: Tensor['datatype'], values: Tensor['values']): Tensor => ({
    name: 'y',
    datatype,
    shape: [values.length],
    values,
  });

  it('writes exact integers, short floats, null for NaN and the names of infinities', () => {
    const textOf = (one: Tensor) =>
      /"data":(.*)}]}$/.exec(writeInferResponse(answer([one]), new Set()).body.toString())?.[1];
    expect(textOf(tensor('INT64', BigInt64Array.of(9007199254740993n)))).toBe('[9007199254740993]');
    expect(textOf(tensor('FP32', Float32Array.of(0.1, NaN, -Infinity, -0)))).toBe('[0.1,null,"-Infinity",-0.0]');
    expect(textOf(tensor('BOOL', Uint8Array.of(1, 0)))).toBe('[true,false]');
    expect(textOf(tensor('BYTES', ['a"', 'é']))).toBe('["a\\"","é"]');
  });

  it('puts binary outputs behind the JSON, in the order of the outputs', () => {
    const outputs = [
      { ...tensor('FP32', Float32Array.of(1.5)), name: 'b' },
      { ...tensor('BYTES', ['no']), name: 'label' },
      { ...tensor('INT32', Int32Array.of(-1)), name: 'a' },
    ];
    const { body, headerLength } = writeInferResponse(answer(outputs), new Set(['b', 'label']));
    const json = JSON.parse(body.subarray(0, headerLength).toString()) as { outputs: unknown[] };
    expect(json).toMatchObject({ model_name: 'm', model_version: '3', id: 'q', parameters: { a: 1 } });
    expect(json.outputs).toEqual([
      { name: 'b', datatype: 'FP32', shape: [1], parameters: { binary_data_size: 4 } },
      { name: 'label', datatype: 'BYTES', shape: [1], parameters: { binary_data_size: 6 } },
      { name: 'a', datatype: 'INT32', shape: [1], data: [-1] },
    ]);
    expect([...body.subarray(headerLength)]).toEqual([0, 0, 0xc0, 0x3f, 2, 0, 0, 0, 0x6e, 0x6f]);
  });

  it('honours the requested outputs in their order and names one that is not there', () => {
    const outputs = [
      { name: 'b', binary: true },
      { name: 'a', binary: false },
    ];
    expect(requestedOutputs({ outputs, binaryByDefault: false }, ['a', 'b'])).toEqual(outputs);
    expect(requestedOutputs({ outputs: null, binaryByDefault: true }, ['a'])).toEqual([{ name: 'a', binary: true }]);
    expect(() => requestedOutputs({ outputs, binaryByDefault: false }, ['a'])).toThrow(
      "no output 'b'; the model has a",
    );
  });

  it('prints every float32 so that it reads back as the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(shortestFloat32(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('gives back the bytes that were sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), (bytes) => {
        const whole = bytes.subarray(0, bytes.length - (bytes.length % 8));
        const { body, headerLength } = writeInferResponse(
          answer([tensor('INT64', valuesFromBytes('INT64', whole))]),
          new Set(['y']),
        );
        expect([...body.subarray(headerLength)]).toEqual([...whole]);
      }),
    );
  });
});
