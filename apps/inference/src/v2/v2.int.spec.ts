import { request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const jsonInput = (data: unknown, shape = [1, 2]) => ({ name: 'features', shape, datatype: 'FP32', data });
const HEADER = 'inference-header-content-length';

describeWithServer('database', 'Open Inference Protocol v2 over REST', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let token: string;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.register('bank', 3);
    await world.promote('bank', 1);
    await world.register('idle', 1);
    inference = await startInference(world);
    token = await world.token('predict');
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  /** The bytes, as a client that knows nothing of fetch's conveniences sends them. */
  async function send(method: string, path: string, body?: Buffer | string, headers: Record<string, string> = {}) {
    const response = await fetch(`${inference.client.url}${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? Buffer.from(body) : body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      json: () => JSON.parse(bytes.toString()) as never,
    };
  }
  const post = (request: unknown, headers: Record<string, string> = {}, path = '/v2/models/bank/infer') =>
    send('POST', path, JSON.stringify(request), headers);

  it('tells what the server and the model are, in JSON without a charset', async () => {
    const server = await send('GET', '/v2');
    expect([server.status, server.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(server.json()).toMatchObject({
      name: 'plumbline',
      extensions: expect.arrayContaining(['binary_tensor_data']),
    });
    expect((await send('GET', '/v2/health/ready')).json()).toEqual({ ready: true, live: true });
    const model = await send('GET', '/v2/models/bank', undefined, { 'accept-encoding': 'gzip, deflate' });
    expect(model.headers.get('content-encoding')).toBeNull();
    expect(model.json()).toEqual({
      name: 'bank',
      versions: ['1'],
      platform: 'onnx_onnxv1',
      inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, 2] }],
      outputs: expect.arrayContaining([{ name: 'probabilities', datatype: 'FP32', shape: [-1, 2] }]),
    });
    expect((await send('GET', '/v2/models/bank/versions/3/ready')).status).toBe(200);
    expect((await send('POST', '/v2/repository/index', '{}')).json()).toEqual([
      { name: 'bank', version: '1', state: 'READY', reason: '' },
      { name: 'idle', version: '', state: 'UNAVAILABLE', reason: 'it has no champion' },
    ]);
    expect((await send('GET', '/v2/models')).json()).toEqual({ models: ['bank'] });
  });

  it('answers JSON with JSON, whatever Content-Type it has, with exactly 200', async () => {
    const anyType: Record<string, string>[] = [
      {},
      { 'content-type': 'application/octet-stream' },
      { 'content-type': 'application/json' },
    ];
    for (const headers of anyType) {
      const answer = await post(
        { id: 'q7', inputs: [jsonInput([1, 0])], outputs: [{ name: 'probabilities' }] },
        headers,
      );
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-model-version')]).toEqual([
        200,
        'application/json',
        '1',
      ]);
      expect(answer.json()).toMatchObject({
        model_name: 'bank',
        model_version: '1',
        id: 'q7',
        parameters: { model_version: '1', prediction_id: expect.any(String) },
        outputs: [
          {
            name: 'probabilities',
            datatype: 'FP32',
            shape: [1, 2],
            data: [expect.closeTo(0.8991, 4), expect.closeTo(0.1009, 4)],
          },
        ],
      });
    }
  });

  it('takes binary tensors and gives binary outputs, packed when exactly one coding is asked for', async () => {
    const json = JSON.stringify({
      inputs: [{ name: 'features', shape: [2, 2], datatype: 'FP32', parameters: { binary_data_size: 16 } }],
      parameters: { binary_data_output: true },
      outputs: [{ name: 'probabilities' }],
    });
    const body = Buffer.concat([Buffer.from(json), floats(1, 0, -1, 1)]);
    const headers = { [HEADER]: String(json.length) };
    const scoresOf = (bytes: Buffer, length: string | null) =>
      new Float32Array(new Uint8Array(bytes.subarray(Number(length))).buffer);
    const plain = await send('POST', '/v2/models/bank/infer', body, headers);
    expect(plain.headers.get('content-type')).toBe('application/octet-stream');
    const scores = scoresOf(plain.bytes, plain.headers.get(HEADER));
    expect([...scores].map((score) => Number(score.toFixed(4)))).toEqual([0.8991, 0.1009, 0.9009, 0.0991]);
    const zipped = await send('POST', '/v2/models/bank/infer', gzipSync(body), {
      ...headers,
      'content-encoding': 'gzip',
    });
    expect(scoresOf(zipped.bytes, zipped.headers.get(HEADER))).toEqual(scores);
    const packed = await new Promise<{ coding: unknown; bytes: Buffer }>((resolve, reject) => {
      const url = `${inference.client.url}/v2/models/bank/infer`;
      const wanted = { ...headers, authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
      request(url, { method: 'POST', headers: wanted }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ coding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      })
        .on('error', reject)
        .end(body);
    });
    expect(packed.coding).toBe('gzip');
    expect(gunzipSync(packed.bytes).subarray(-16)).toEqual(plain.bytes.subarray(-16));
  });

  it('takes a raw body as one row and answers in binary', async () => {
    const { status, headers } = await send('POST', '/v2/models/bank/infer', floats(1, 0), { [HEADER]: '0' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  });

  it('leaves one event a row of a large request, in their order', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [i / 100, 1]);
    const input = { name: 'features', datatype: 'FP32', shape: [100, 2], data: rows.flat() };
    const { json } = await post({ inputs: [input], parameters: { subject: 'bulk' } });
    const { parameters } = json() as { parameters: { prediction_id: string } };
    const own = async () => (await world.published()).filter(({ subject }) => subject === 'bulk');
    await waitUntil('the events are on the bus', async () => (await own()).length === 100);
    const byId = new Map((await own()).map((event) => [event['predictionId'], event]));
    rows.forEach(([x], row) => {
      const event = byId.get(`${parameters.prediction_id}:${row}`) as { features: (number | null)[] };
      expect(event.features.some((value) => value !== null && Math.abs(value - (x as number)) < 1e-6)).toBe(true);
    });
  });

  it('leaves the same events as :predict', async () => {
    const { json } = await post({ inputs: [jsonInput([0.5, 1])], parameters: { subject: 'ana' } });
    const { parameters } = json() as { parameters: { prediction_id: string } };
    await waitUntil('the event is on the bus', async () =>
      (await world.published()).some(({ predictionId }) => predictionId === parameters.prediction_id),
    );
    const event = (await world.published()).find(({ predictionId }) => predictionId === parameters.prediction_id);
    expect(event).toMatchObject({
      model: 'bank',
      version: 1,
      subject: 'ana',
      features: [0.5, 'services'],
      label: 'no',
    });
  });

  it('asks a named version', async () => {
    const answer = await post({ inputs: [jsonInput([1, 0])] }, {}, '/v2/models/bank/versions/3/infer');
    expect(answer.json()).toMatchObject({ model_version: '3' });
  });

  it.each<[string, string, string, string | undefined, number, RegExp]>([
    ['a broken body', 'POST', '/v2/models/bank/infer', '{"inputs":', 400, /not JSON/],
    [
      'a wrong shape',
      'POST',
      '/v2/models/bank/infer',
      JSON.stringify({ inputs: [jsonInput([1], [1, 1])] }),
      400,
      /\[-1, 2\]/,
    ],
    ['an unknown model', 'POST', '/v2/models/nobody/infer', '{"inputs":[]}', 404, /nobody/],
    ['a model without a champion', 'POST', '/v2/models/idle/infer', '{"inputs":[]}', 503, /champion/],
    ['an unknown version', 'GET', '/v2/models/bank/versions/77', undefined, 404, /77/],
    ['a version that is no number', 'GET', '/v2/models/bank/versions/x', undefined, 404, /numbers/],
    ['an unknown address', 'GET', '/v2/nothing', undefined, 404, /nothing at/],
    ['the wrong method', 'GET', '/v2/models/bank/infer', undefined, 405, /takes POST/],
    ['a broken index request', 'POST', '/v2/repository/index', '{', 400, /JSON/],
    [
      'leaving no event as a predict token',
      'POST',
      '/v2/models/bank/infer',
      JSON.stringify({ inputs: [jsonInput([1, 0])], parameters: { record: false } }),
      403,
      /record/,
    ],
  ])('answers {"error"} for %s', async (_, method, path, body, status, message) => {
    const answer = await send(method, path, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect(answer.json()).toEqual({ error: expect.stringMatching(message) });
  });

  it('answers {"error"} without a token, and for a body that is too large unpacked', async () => {
    const withToken = token;
    token = '';
    const answer = await post({ inputs: [jsonInput([1, 0])] });
    token = withToken;
    expect([answer.status, answer.json()]).toEqual([401, { error: expect.stringContaining('Bearer') }]);
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
    const large = await send('POST', '/v2/models/bank/infer', bomb, { 'content-encoding': 'gzip' });
    expect([large.status, large.json()]).toEqual([413, { error: expect.stringContaining('unpacked') }]);
  });
});
