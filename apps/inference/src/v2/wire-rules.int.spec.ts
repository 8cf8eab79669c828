import { deflateSync, gzipSync } from 'node:zlib';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';
import { echoModel } from './echo-model.builder';
import { httpHead, jsonOf, lineAndType, RawConnection, tensorBytesOf, type RawAnswer } from './raw-connection.builder';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ONE_ROW = hex('0000803f 00000000');

describeWithServer('database', 'bytes on the wire under /v2', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let token: string;
  let connection: RawConnection;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    await world.register('idle', 1);
    const { bytes, signature } = echoModel('echo');
    await world.register('echo', 1, bytes, signature);
    await world.promote('echo', 1);
    inference = await startInference(world);
    token = await world.token('engineer');
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });
  beforeEach(async () => {
    connection = await RawConnection.open(inference.client.url);
  });
  afterEach(() => connection.close());

  const authorization = () => `Authorization: Bearer ${token}`;
  const [OK, JSON_TYPE, BYTES_TYPE] = ['HTTP/1.1 200 OK', 'application/json', 'application/octet-stream'];

  /** `lines` beside what every request needs; Content-Length unless they say how long the body is. */
  async function post(path: string, body: Buffer, ...lines: string[]): Promise<RawAnswer> {
    const length = lines.some((line) => line.startsWith('Transfer-')) ? [] : [`Content-Length: ${body.length}`];
    connection.write(httpHead(`POST ${path} HTTP/1.1`, 'Host: x', authorization(), ...length, ...lines), body);
    return connection.read();
  }
  const input = (name: string, datatype: string, shape: number[], size: number) => ({
    name,
    datatype,
    shape,
    parameters: { binary_data_size: size },
  });

  it('gives each tensor back to the bit, in the order asked for, whatever the order sent', async () => {
    const json = JSON.stringify({
      inputs: [
        input('words', 'BYTES', [1, 1], 6),
        input('flags', 'BOOL', [1, 1], 1),
        { name: 'ints', datatype: 'INT32', shape: [1, 1], data: [-5] },
        input('wholes', 'INT64', [1, 2], 16),
        input('doubles', 'FP64', [1, 1], 8),
        input('floats', 'FP32', [1, 2], 8),
      ],
      outputs: ['floats', 'words', 'wholes', 'flags', 'doubles'].map((name) => ({
        name: `${name}_out`,
        parameters: { binary_data: true },
      })),
    });
    const words = hex('02000000 c3a9');
    const flags = hex('01');
    const wholes = hex('0100000000002000 0000000000000080');
    const doubles = hex('000000000000f0ff');
    const floats = hex('cdcccc3d 0000c07f');
    const body = Buffer.concat([Buffer.from(json), words, flags, wholes, doubles, floats]);
    const lines = [`Inference-Header-Content-Length: ${json.length}`];
    const expected = Buffer.concat([floats, words, wholes, flags, doubles]);
    for (const [coding, bytes] of [
      ['identity', body],
      ['gzip', gzipSync(body)],
      ['deflate', deflateSync(body)],
    ] as const) {
      const answer = await post('/v2/models/echo/infer', bytes, ...lines, `Content-Encoding: ${coding}`);
      expect(lineAndType(answer)).toEqual([OK, BYTES_TYPE]);
      expect(tensorBytesOf(answer).toString('hex')).toBe(expected.toString('hex'));
    }
  });

  it('writes JSON that every parser reads: exact integers, null for NaN, infinities by name', async () => {
    const json =
      '{"inputs":[{"name":"floats","datatype":"FP32","shape":[1,2],"data":[NaN,0.10000000149011612]},{"name":"doubles","datatype":"FP64","shape":[1,1],"data":[-Infinity]},{"name":"wholes","datatype":"INT64","shape":[1,2],"data":[9007199254740993,-9223372036854775808]},{"name":"ints","datatype":"INT32","shape":[1,1],"data":[1]},{"name":"flags","datatype":"BOOL","shape":[1,1],"data":[false]},{"name":"words","datatype":"BYTES","shape":[1,1],"data":["\\u00e9"]}]}';
    const answer = await post('/v2/models/echo/infer', Buffer.from(json));
    const data = [...answer.body.toString().matchAll(/"data":(\[[^\]]*\])/g)].map(([, text]) => text);
    expect(data).toEqual([
      '[null,0.1]',
      '["-Infinity"]',
      '[9007199254740993,-9223372036854775808]',
      '[1]',
      '[false]',
      '["é"]',
    ]);
  });

  it('takes a raw tensor alone, and answers all outputs in binary', async () => {
    const answer = await post('/v2/models/bank/infer', ONE_ROW, 'Inference-Header-Content-Length: 0');
    expect(lineAndType(answer)).toEqual([OK, BYTES_TYPE]);
  });

  const json = Buffer.from('{"inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","data":[1,0]}]}');

  it('takes a body in chunks, whose length nobody told', async () => {
    const chunk = (part: Buffer) => Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, hex('0d0a')]);
    const body = Buffer.concat([chunk(json.subarray(0, 9)), chunk(json.subarray(9)), Buffer.from('0\r\n\r\n')]);
    expect(lineAndType(await post('/v2/models/bank/infer', body, 'Transfer-Encoding: chunked'))).toEqual([
      OK,
      JSON_TYPE,
    ]);
  });

  it('lets a client go on that asks first', async () => {
    const lines = [authorization(), `Content-Length: ${json.length}`, 'Expect: 100-continue'];
    connection.write(httpHead('POST /v2/models/bank/infer HTTP/1.1', 'Host: x', ...lines));
    expect((await connection.read(false)).statusLine).toBe('HTTP/1.1 100 Continue');
    connection.write(json);
    expect(lineAndType(await connection.read())).toEqual([OK, JSON_TYPE]);
  });

  it('answers HEAD as GET, without the body, and goes on with the next request', async () => {
    for (const path of ['/v2', '/v2/health/ready', '/v2/models/bank/ready']) {
      connection.write(httpHead(`HEAD ${path} HTTP/1.1`, 'Host: x', authorization()));
      const answer = await connection.read(false);
      expect([...lineAndType(answer), Number(answer.headers.get('content-length')) > 0]).toEqual([OK, JSON_TYPE, true]);
    }
    connection.write(httpHead('HEAD /v2/models/bank/infer HTTP/1.1', 'Host: x', authorization()));
    const wrong = await connection.read(false);
    expect([wrong.statusLine, wrong.headers.get('allow')]).toEqual(['HTTP/1.1 405 Method Not Allowed', 'POST']);
  });

  it('answers requests that were sent without waiting, in their order', async () => {
    const request = (id: string) => {
      const body = `{"id":"${id}",${json.toString().slice(1)}`;
      const lines = ['POST /v2/models/bank/infer HTTP/1.1', 'Host: x', authorization()];
      return `${httpHead(...lines, `Content-Length: ${body.length}`)}${body}`;
    };
    connection.write(request('a') + request('b') + request('c'));
    const ids = [await connection.read(), await connection.read(), await connection.read()].map(
      (one) => jsonOf(one)['id'],
    );
    expect(ids).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, string[], RegExp]>([
    ['400 for a path that is no text', ['GET /v2/models/%zz HTTP/1.1'], /^HTTP\/1.1 400 /],
    ['404 for a name beyond every limit', [`GET /v2/models/${'n'.repeat(900)} HTTP/1.1`], /^HTTP\/1.1 404 /],
    ['405 for another method', ['PUT /v2/models/bank/infer HTTP/1.1', 'Content-Length: 0'], /^HTTP\/1.1 405 /],
    ['400 for no body', ['POST /v2/models/bank/infer HTTP/1.1', 'Content-Length: 0'], /^HTTP\/1.1 400 /],
    ['413 for a body beyond 64 MiB', ['POST /v2/models/bank/infer HTTP/1.1', 'Content-Length: 67108865'], / 413 /],
    [
      '400 for a coding that is not read',
      ['POST /v2/models/bank/infer HTTP/1.1', 'Content-Encoding: br', 'Content-Length: 0'],
      / 400 /,
    ],
    [
      '400 for a header length that is no number',
      ['POST /v2/models/bank/infer HTTP/1.1', 'Inference-Header-Content-Length: -1', 'Content-Length: 0'],
      / 400 /,
    ],
  ])('answers {"error"} alone with %s', async (_, lines, status) => {
    connection.write(httpHead(...lines, 'Host: x', authorization()));
    const answer = await connection.read();
    expect(answer.statusLine).toMatch(status);
    expect(answer.headers.get('content-type')).toBe(JSON_TYPE);
    expect(jsonOf(answer)).toEqual({ error: expect.any(String) });
  });

  it('says how to sign in with 401, and when to come again with 503', async () => {
    connection.write(httpHead('GET /v2/models/bank HTTP/1.1', 'Host: x'));
    const refused = await connection.read();
    expect([refused.statusLine, refused.headers.get('www-authenticate')]).toEqual([
      'HTTP/1.1 401 Unauthorized',
      'Bearer',
    ]);
    connection.write(httpHead('GET /v2/models/idle/ready HTTP/1.1', 'Host: x', authorization()));
    const notReady = await connection.read();
    expect([notReady.statusLine, notReady.headers.get('retry-after')]).toEqual([
      'HTTP/1.1 503 Service Unavailable',
      '1',
    ]);
  });
});
