import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { GrpcClient } from '../grpc/grpc-client.builder';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';
import { RawConnection } from './raw-connection.builder';

const BODY = '{"inputs":[{"name":"features","shape":[1,2],"datatype":"FP32","data":[1,0]}]}';

describeWithServer('database', 'a service that is told to stop', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let closing: Promise<unknown> | undefined;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    await (closing ?? inference?.close());
    await world?.close();
  });

  it('answers what is in flight over REST and gRPC, keeps its events, and takes nothing new', async () => {
    const token = await world.token('engineer');
    const { url } = inference.client;
    const connection = await RawConnection.open(url);
    const head = `POST /v2/models/bank/infer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${BODY.length}\r\n\r\n`;
    connection.write(head, BODY.slice(0, 20));
    const grpc = new GrpcClient(inference.grpc, token);
    const rows = 400_000;
    expect(await grpc.call('serverLive', {})).toMatchObject({ live: true });
    const call = grpc.call('modelInfer', {
      modelName: 'bank',
      inputs: [{ name: 'features', datatype: 'FP32', shape: [BigInt(rows), 2n] }],
      rawInputContents: [Buffer.alloc(rows * 8)],
      outputs: [{ name: 'probabilities' }],
      parameters: { record: { parameterChoice: { case: 'boolParam', value: false } } },
    });
    // An answer to what was sent later: the requests before it have arrived.
    expect((await inference.client.predict('bank', { instances: [{ x: 1 }] })).status).toBe(200);

    let isClosed = false;
    closing = inference.close().then(() => (isClosed = true));
    await waitUntil('nobody is let in any more', () => RawConnection.open(url).then(closed, () => true));
    expect(isClosed).toBe(false);
    connection.write(BODY.slice(20));
    const answer = await connection.read();
    expect(answer.statusLine).toBe('HTTP/1.1 200 OK');
    expect(await connection.ended()).toBe(true);
    expect(await call).toMatchObject({ modelName: 'bank', modelVersion: '1' });
    await closing;
    grpc.close();
    const { parameters } = JSON.parse(answer.body.toString()) as { parameters: { prediction_id: string } };
    const ids = (await world.published()).map(({ predictionId }) => predictionId);
    expect(ids).toContain(parameters.prediction_id);
  }, 60_000);
});

const closed = (connection: RawConnection): false => {
  connection.close();
  return false;
};
