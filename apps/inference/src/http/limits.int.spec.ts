import {
  describeWithServer,
  LOOP_SIGNATURE,
  modelProcessScript,
  smallModel,
  testDatabase,
  triggeredLoop,
} from '@plumbline/testing';
import { GrpcClient } from '../grpc/grpc-client.builder';
import { InferenceWorld } from '../inference-world.builder';
import { InferenceClient, startInference, type RunningInference } from '../running-inference.builder';

const FOR_EVER = 1e15;
/** Long enough that what is asked meanwhile is answered within it on a busy machine too. */
const RUN_LIMIT_MS = 2_000;

interface ModelView {
  readonly ready: boolean;
  readonly notServed: readonly { readonly version: string; readonly code: string; readonly reason: string }[];
}

describeWithServer('database', 'limits of the data plane', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    await world.register('loop', 1, triggeredLoop(), LOOP_SIGNATURE);
    await world.promote('loop', 1);
    await world.register('small', 1, smallModel(), LOOP_SIGNATURE);
    await world.promote('small', 1);
    inference = await startWithLimit(RUN_LIMIT_MS);
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  const startWithLimit = (runLimitMs: number) =>
    startInference(
      world,
      { INFERENCE_WORKERS: 'auto', INFERENCE_RUN_LIMIT_MS: String(runLimitMs) },
      { modelProcessScript: modelProcessScript() },
    );
  const predict = (model: string, instance: Record<string, unknown>, parameters = {}, at = inference.client) =>
    at.refused(model, { instances: [instance], parameters });
  const until = async (what: () => Promise<boolean>) => {
    for (let i = 0; i < 400 && !(await what()); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await what()).toBe(true);
  };

  it('refuses or ignores unknown fields as the policy of the model says, soon after it is written', async () => {
    const instance = { x: 1, shoe: 43 };
    expect((await predict('bank', instance)).status).toBe(422);
    await world.putServingPolicy('bank', { unknownFields: 'ignore' });
    await until(async () => (await predict('bank', instance)).status === 200);
    const { body } = await inference.client.get<{ components: { schemas: Record<string, unknown> } }>('/openapi.json');
    expect(body.components.schemas['bank.instance']).toMatchObject({ additionalProperties: true });
    await world.putServingPolicy('bank', { unknownFields: 'refuse' });
    await until(async () => (await predict('bank', instance)).status === 422);
  });

  it('answers 503 to what waits longer than its caller allows, and small models meanwhile', async () => {
    const long = predict('loop', { x: 1, rounds: FOR_EVER });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const startedAt = performance.now();
    const [late, small] = await Promise.all([
      predict('loop', { x: 0, rounds: 1 }, { timeoutMs: 60 }),
      predict('small', { x: 0, rounds: 1 }),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(RUN_LIMIT_MS);
    expect([late.status, late.body.code, small.status]).toEqual([503, 'overloaded', 200]);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const givenUp = await long;
    expect([givenUp.status, givenUp.body.code]).toEqual([503, 'model_run_timeout']);
    const { body } = await inference.client.get<string>('/metrics');
    expect(body).toMatch(/prediction_errors_total\{model="loop",code="overloaded"[^}]*\} 1/);
  });

  it('takes the timeout of the Open Inference Protocol, in microseconds', async () => {
    const grpc = new GrpcClient(inference.grpc, await world.token('predict'));
    expect(await grpc.call('modelReady', { name: 'loop' })).toMatchObject({ ready: true });
    // The model process is up again after the run that was given up: otherwise the late one could overtake the long one.
    expect((await predict('loop', { x: 0, rounds: 1 })).status).toBe(200);
    const long = predict('loop', { x: 1, rounds: FOR_EVER });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const contents = { fp32Contents: [0, 1] };
    const late = await grpc.call('modelInfer', {
      modelName: 'loop',
      parameters: { timeout: { parameterChoice: { case: 'int64Param', value: 40_000n } } },
      inputs: [{ name: 'features', datatype: 'FP32', shape: [1n, 2n], contents }],
    });
    expect(late).toMatchObject({ status: 'UNAVAILABLE' });
    grpc.close();
    await long;
  });

  describe('with little patience', () => {
    let impatient: RunningInference;
    beforeAll(async () => {
      impatient = await startWithLimit(300);
    });
    afterAll(() => impatient?.close());

    it('leaves a version alone whose runs were given up three times in a row, and says why', async () => {
      const { client } = impatient;
      await predict('loop', { x: 0, rounds: 1 }, {}, client);
      for (let i = 0; i < 3; i++) {
        expect((await predict('loop', { x: 1, rounds: FOR_EVER }, {}, client)).status).toBe(503);
      }
      const { status, body } = await predict('loop', { x: 0, rounds: 1 }, {}, client);
      expect([status, body.code]).toEqual([503, 'version_unhealthy']);
      const view = await client.get<ModelView>('/v1/models/loop');
      expect(view.body.ready).toBe(false);
      expect(view.body.notServed).toEqual([
        expect.objectContaining({
          version: '1',
          code: 'model_run_timeout',
          reason: expect.stringMatching(/longer than 0.3 s/),
        }),
      ]);
      expect((await predict('small', { x: 0, rounds: 1 }, {}, client)).status).toBe(200);
    });
  });

  describe('with a spool that is full', () => {
    let full: RunningInference;
    beforeAll(async () => {
      full = await startInference(world, { SPOOL_MAX_BYTES: '1000000', KAFKA_BROKERS: '127.0.0.1:1' });
      const filling = { instances: Array.from({ length: 400 }, () => ({ x: 1 })) };
      await until(async () => (await full.client.refused('bank', filling)).status === 503);
    });
    afterAll(async () => {
      await world.putServingPolicy('bank', { whenSpoolIsFull: 'refuse' });
      await full?.close();
    });

    it('refuses by default; where policy says so it predicts, counts what is lost and says it', async () => {
      const many = { instances: Array.from({ length: 400 }, () => ({ x: 1 })) };
      expect((await full.client.refused('bank', many)).body.code).toBe('spool_full');
      await world.putServingPolicy('bank', { whenSpoolIsFull: 'drop' });
      await until(async () => (await full.client.predict('bank', many)).status === 200);
      const { body: metrics } = await full.client.get<string>('/metrics');
      expect(Number(/prediction_events_dropped_total\{[^}]*\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThanOrEqual(400);
      const { body: ready } = await full.client.get<{ detail: Record<string, string> }>('/health/ready');
      expect(ready.detail['spool']).toMatch(/\d+ events were dropped since/);
    });
  });

  describe('with a rate limit', () => {
    let limited: RunningInference;
    beforeAll(async () => {
      limited = await startInference(world, { RATE_LIMIT_PER_SECOND: '0.5', RATE_LIMIT_BURST: '3' });
    });
    afterAll(() => limited?.close());

    const client = async () => new InferenceClient(limited.client.url, await world.token('predict'));
    const ask = (one: InferenceClient) => one.refused('bank', { instances: [{ x: 1 }] });

    it('answers 429 with Retry-After to the token that asks too much, and no other', async () => {
      const [greedy, modest] = [await client(), await client()];
      const statuses: number[] = [];
      for (let i = 0; i < 3; i++) statuses.push((await ask(greedy)).status);
      expect(statuses).toEqual([200, 200, 200]);
      const refused = await ask(greedy);
      expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect((await ask(modest)).status).toBe(200);
    });

    it('says so in the words of the other protocols', async () => {
      const token = await world.token('predict');
      const rest = new InferenceClient(limited.client.url, token);
      for (let i = 0; i < 3; i++) await ask(rest);
      const v2 = await rest.get<{ error: string }>('/v2/models/bank');
      expect([v2.status, v2.body]).toEqual([429, { error: expect.stringMatching(/requests a second/) }]);
      expect(Number(v2.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      const grpc = new GrpcClient(limited.grpc, token);
      expect(await grpc.call('modelMetadata', { name: 'bank' })).toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
      grpc.close();
    });
  });
});
