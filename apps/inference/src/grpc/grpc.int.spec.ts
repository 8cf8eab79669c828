import type { MessageInitShape } from '@bufbuild/protobuf';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';
import { echoModel } from '../v2/echo-model.builder';
import type { InferTensorContentsSchema, ModelInferRequestSchema } from './generated/open_inference_pb';
import { GrpcClient } from './grpc-client.builder';

type Request = MessageInitShape<typeof ModelInferRequestSchema>;
type Contents = MessageInitShape<typeof InferTensorContentsSchema>;

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const bank = (change: Request = {}): Request => ({
  modelName: 'bank',
  inputs: [{ name: 'features', datatype: 'FP32', shape: [1n, 2n] }],
  rawInputContents: [floats(1, 0)],
  ...change,
});
const typed = (contents: Contents, datatype = 'FP32', shape = [1n, 2n]): Request => ({
  modelName: 'bank',
  inputs: [{ name: 'features', datatype, shape, contents }],
});
const MIB = 1024 * 1024;

describeWithServer('database', 'Open Inference Protocol v2 over gRPC', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let client: GrpcClient;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    for (const version of [1, 3]) await world.register('bank', version);
    await world.promote('bank', 1);
    const { bytes, signature } = echoModel('echo');
    await world.register('echo', 1, bytes, signature);
    await world.promote('echo', 1);
    inference = await startInference(world);
    client = new GrpcClient(inference.grpc, await world.token('engineer'));
  });
  afterAll(async () => {
    client?.close();
    await inference?.close();
    await world?.close();
  });

  it('answers raw contents, whether raw or typed ones were sent', async () => {
    for (const request of [bank({ id: 'q' }), { ...typed({ fp32Contents: [1, 0] }), id: 'q' }]) {
      const answer = await client.call('modelInfer', request);
      expect(answer).toMatchObject({ modelName: 'bank', modelVersion: '1', id: 'q' });
      const { outputs, rawOutputContents } = answer as unknown as {
        outputs: { name: string }[];
        rawOutputContents: Uint8Array[];
      };
      const at = outputs.findIndex(({ name }) => name === 'probabilities');
      const scores = new Float32Array(new Uint8Array(rawOutputContents[at] as Uint8Array).buffer);
      expect([...scores]).toEqual([expect.closeTo(0.8991, 4), expect.closeTo(0.1009, 4)]);
    }
  });

  it('gives typed contents back to the bit', async () => {
    const input = (name: string, datatype: string, width: bigint, contents: Contents) => ({
      name,
      datatype,
      shape: [1n, width],
      contents,
    });
    const inputs = [
      input('words', 'BYTES', 1n, { bytesContents: [Buffer.from('é')] }),
      input('flags', 'BOOL', 1n, { boolContents: [true] }),
      input('ints', 'INT32', 1n, { intContents: [-5] }),
      input('wholes', 'INT64', 2n, { int64Contents: [2n ** 53n + 1n, -(2n ** 63n)] }),
      input('doubles', 'FP64', 1n, { fp64Contents: [-Infinity] }),
      input('floats', 'FP32', 2n, { fp32Contents: [NaN, -0] }),
    ];
    const outputs = inputs.map(({ name }) => ({ name: `${name}_out` }));
    const answer = await client.call('modelInfer', { modelName: 'echo', inputs, outputs });
    const { rawOutputContents } = answer as unknown as { rawOutputContents: Uint8Array[] };
    expect(rawOutputContents.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
      '02000000c3a9',
      '01',
      'fbffffff',
      '01000000000020000000000000000080',
      '000000000000f0ff',
      '0000c07f00000080',
    ]);
  });

  it.each<[string, Request, string, RegExp]>([
    ['an unknown model', bank({ modelName: 'nobody' }), 'NOT_FOUND', /nobody/],
    ['an unknown version', bank({ modelVersion: '77' }), 'NOT_FOUND', /77/],
    ['a version that is no number', bank({ modelVersion: 'x' }), 'NOT_FOUND', /numbers/],
    ['an unknown output', bank({ outputs: [{ name: 'x' }] }), 'INVALID_ARGUMENT', /no output 'x'/],
    ['bytes that differ from the shape', bank({ rawInputContents: [floats(1)] }), 'INVALID_ARGUMENT', /takes 8 bytes/],
    ['no contents', bank({ rawInputContents: [] }), 'INVALID_ARGUMENT', /no contents/],
    ['contents of another type', typed({ fp64Contents: [1, 0] }), 'INVALID_ARGUMENT', /0 elements/],
    ['an INT8 beyond its bits', typed({ intContents: [1, 300] }, 'INT8'), 'INVALID_ARGUMENT', /element 1 is 300/],
    ['a UINT16 beyond its bits', typed({ uintContents: [70_000, 0] }, 'UINT16'), 'INVALID_ARGUMENT', /is 70000/],
    [
      'text that is none',
      typed({ bytesContents: [hexByte('ff')] }, 'BYTES', [1n, 1n]),
      'INVALID_ARGUMENT',
      /must be UTF-8/,
    ],
    [
      'raw and typed contents together',
      { ...typed({ fp32Contents: [1, 0] }), rawInputContents: [floats(1, 0)] },
      'INVALID_ARGUMENT',
      /exclude/,
    ],
    [
      'an input given twice',
      bank({
        inputs: [1, 2].map(() => ({ name: 'features', datatype: 'FP32', shape: [1n, 2n] })),
        rawInputContents: [floats(1, 0), floats(1, 0)],
      }),
      'INVALID_ARGUMENT',
      /twice/,
    ],
    [
      'a name of megabytes, which no trailer can carry back',
      bank({ outputs: [{ name: 'é'.repeat(MIB) }] }),
      'INVALID_ARGUMENT',
      /no output 'é+$/,
    ],
  ])('refuses %s', async (_, request, status, details) => {
    expect(await client.call('modelInfer', request)).toEqual({ status, details: expect.stringMatching(details) });
  });

  it('refuses a call without a token, and lets everybody ask whether the server lives', async () => {
    expect(await client.call('modelInfer', bank(), '')).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(await client.call('serverLive', {}, '')).toMatchObject({ live: true });
  });

  it('takes a request of nearly 64 MiB and refuses a larger one', async () => {
    const rows = 8 * MIB - 64;
    const request = (count: number): Request => ({
      modelName: 'bank',
      inputs: [{ name: 'features', datatype: 'FP32', shape: [BigInt(count), 3n] }],
      rawInputContents: [Buffer.alloc(count * 8)],
    });
    // Read to its end, and refused for its shape only.
    expect(await client.call('modelInfer', request(rows))).toMatchObject({ status: 'INVALID_ARGUMENT' });
    expect(await client.call('modelInfer', request(rows + 128))).toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
  }, 120_000);
});

function hexByte(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
