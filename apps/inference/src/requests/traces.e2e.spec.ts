import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { describeWithServer, OtlpReceiver, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { spawnInference, type SpawnedInference } from '../spawned-inference.builder';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = '00f067aa0ba902b7';

describeWithServer('database', 'the trace of a prediction', () => {
  let world: InferenceWorld;
  let receiver: OtlpReceiver;
  let inference: SpawnedInference;
  let monitor: ChildProcess;

  beforeAll(async () => {
    for (const app of ['inference', 'monitor'])
      execFileSync(process.execPath, ['tools/build/build-app.mjs', app], { stdio: 'inherit' });
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    receiver = await OtlpReceiver.start();
    // Nothing begins a trace by itself: what arrives was asked for.
    const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_TRACES_SAMPLER_ARG: '0' };
    const env = { ...world.environment, ...traces, MONITOR_PORT: '0', LOG_LEVEL: 'info' };
    inference = await spawnInference(env);
    monitor = spawn(process.execPath, ['dist/apps/monitor/main.js'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }, 120_000);
  afterAll(async () => {
    await inference?.end('SIGTERM');
    monitor?.kill('SIGTERM');
    await receiver?.close();
    await world?.close();
  });

  const predict = async (flags: string, traceId = TRACE) =>
    fetch(`${inference.url}/v1/models/bank:predict`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await world.token('predict')}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${CALLER}-${flags}`,
      },
      body: JSON.stringify({ instances: [{ x: 1 }] }),
    });

  it('goes from the API over inference, spool and bus to the transaction of the monitor, in one trace', async () => {
    expect((await predict('00', 'f'.repeat(32))).status).toBe(200);
    expect((await predict('01')).status).toBe(200);
    await waitUntil('the transaction arrived', () => receiver.named('database transaction').length > 0, 60_000);
    await waitUntil('the server span arrived', () => receiver.named(':predict').length > 0);
    expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const [server] = receiver.named(':predict');
    expect(server).toMatchObject({ service: 'plumbline-inference', parentSpanId: CALLER, kind: 2 });
    const below = (name: string) =>
      receiver.named(name).map(({ service, parentSpanId }) => ({ service, parentSpanId }));
    const underServer = { service: 'plumbline-inference', parentSpanId: server?.spanId };
    for (const name of ['inference', 'spool', 'publish plumbline.predictions'])
      expect(below(name)).toEqual([underServer]);
    const [batch] = receiver.named('process plumbline.predictions');
    expect(batch).toMatchObject({ service: 'plumbline-monitor', parentSpanId: server?.spanId, kind: 5 });
    expect(below('database transaction')[0]).toEqual({ service: 'plumbline-monitor', parentSpanId: batch?.spanId });
  });
});
