import { describeWithServer, testDatabase } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';
import { httpHead, jsonOf, lineAndType, RawConnection, tensorBytesOf } from './raw-connection.builder';

/** [1, 0] as FP32. */
const ONE_ROW = Buffer.from('0000803f00000000', 'hex');

describeWithServer('database', 'requests to the byte as stock clients send them', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let token: string;
  let connection: RawConnection;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
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

  const PROBABILITIES = {
    name: 'probabilities',
    datatype: 'FP32',
    shape: [1, 2],
    data: [expect.closeTo(0.8991, 4), expect.closeTo(0.1009, 4)],
  };
  const told = { model_version: '1', prediction_id: expect.any(String) };

  it('tritonclient.http 2.73.0: health, without any header that it could leave out', async () => {
    connection.write(
      httpHead('GET /v2/health/ready HTTP/1.1', 'User-Agent: python/gevent-http-client-2.6.1', 'Host: 127.0.0.1:8080'),
    );
    const answer = await connection.read();
    expect([...lineAndType(answer), answer.body.toString()]).toEqual([OK, JSON_TYPE, '{"ready":true,"live":true}']);
  });

  it('tritonclient.http 2.73.0: binary in and out, no Content-Type', async () => {
    const json =
      '{"id":"g1","inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}';
    const request = httpHead(
      'POST /v2/models/bank/infer HTTP/1.1',
      'User-Agent: python/gevent-http-client-2.6.1',
      authorization(),
      'Inference-Header-Content-Length: 151',
      'Host: 127.0.0.1:8080',
      'Content-Length: 159',
    );
    connection.write(request, json, ONE_ROW);
    const answer = await connection.read();
    expect(lineAndType(answer)).toEqual([OK, BYTES_TYPE]);
    expect(answer.headers.get('x-model-version')).toBe('1');
    expect(answer.headers.get('content-encoding')).toBeUndefined();
    const { outputs, ...rest } = jsonOf(answer);
    expect(rest).toEqual({ model_name: 'bank', model_version: '1', id: 'g1', parameters: told });
    const sizes = (outputs as { parameters: { binary_data_size: number } }[]).map(
      ({ parameters }) => parameters.binary_data_size,
    );
    expect(tensorBytesOf(answer)).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('tritonclient.http 2.73.0: JSON in and out, no Content-Type', async () => {
    const json =
      '{"inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","data":[1.0,0.0]}],"outputs":[{"name":"probabilities","parameters":{"binary_data":false}}]}';
    const request = httpHead(
      'POST /v2/models/bank/infer HTTP/1.1',
      'User-Agent: python/gevent-http-client-2.6.1',
      authorization(),
      'Host: 127.0.0.1:8080',
      'Content-Length: 153',
    );
    connection.write(request, json);
    const answer = await connection.read();
    expect(lineAndType(answer)).toEqual([OK, JSON_TYPE]);
    expect(answer.headers.has('inference-header-content-length')).toBe(false);
    expect(jsonOf(answer)).toEqual({
      model_name: 'bank',
      model_version: '1',
      parameters: told,
      outputs: [PROBABILITIES],
    });
  });

  it('tritonclient.http.aio 2.73.0: JSON that is called octet-stream, with codings advertised', async () => {
    const json =
      '{"inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","data":[1.0,0.0]}],"outputs":[{"name":"probabilities","parameters":{"binary_data":false}}]}';
    const request = httpHead(
      'POST /v2/models/bank/infer HTTP/1.1',
      'Host: 127.0.0.1:8080',
      authorization(),
      'Accept: */*',
      'Accept-Encoding: gzip, deflate, br',
      'User-Agent: Python/3.11 aiohttp/3.14.5',
      'Content-Length: 153',
      'Content-Type: application/octet-stream',
    );
    connection.write(request, json);
    const answer = await connection.read();
    expect([...lineAndType(answer), answer.headers.get('content-encoding')]).toEqual([OK, JSON_TYPE, undefined]);
    expect(jsonOf(answer)).toMatchObject({ outputs: [PROBABILITIES] });
  });

  it('kserve 0.21.0: binary in, JSON out', async () => {
    const json =
      '{"id":"k1","model_name":"bank","inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}';
    const request = httpHead(
      'POST /v2/models/bank/infer HTTP/1.1',
      'Host: 127.0.0.1:8080',
      'Accept: */*',
      'Accept-Encoding: gzip, deflate',
      'Connection: keep-alive',
      'User-Agent: python-httpx/0.28.1',
      authorization(),
      'inference-header-content-length: 130',
      'content-type: application/octet-stream',
      'Content-Length: 138',
    );
    connection.write(request, json, ONE_ROW);
    const answer = await connection.read();
    expect(lineAndType(answer)).toEqual([OK, JSON_TYPE]);
    expect(jsonOf(answer)).toMatchObject({ id: 'k1', outputs: expect.arrayContaining([PROBABILITIES]) });
  });

  it('kserve 0.21.0: V1 predict', async () => {
    const request = httpHead(
      'POST /v1/models/bank:predict HTTP/1.1',
      'Host: 127.0.0.1:8080',
      'Accept: */*',
      'Accept-Encoding: gzip, deflate',
      'Connection: keep-alive',
      'User-Agent: python-httpx/0.28.1',
      authorization(),
      'content-type: application/json',
      'Content-Length: 37',
    );
    connection.write(request, '{"instances":[{"x":1,"job":"admin"}]}');
    const answer = await connection.read();
    expect(answer.statusLine).toBe(OK);
    expect(jsonOf(answer)).toMatchObject({ predictions: [{ modelVersion: '1', score: expect.closeTo(0.1009, 4) }] });
  });
});
