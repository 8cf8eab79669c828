import type { Signature } from '@plumbline/registry-core';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { GrpcClient } from '../grpc/grpc-client.builder';
import { InferenceWorld } from '../inference-world.builder';
import { startInference, type RunningInference } from '../running-inference.builder';

/** One text for all that is personal, of letters that no id has. */
const PLANTED = 'Zyxwvu-Planted';

type Line = Readonly<Record<string, unknown>>;

describeWithServer('database', 'request log', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  let token: string;
  const written: string[] = [];
  const lines = (): Line[] =>
    written.map((line) => JSON.parse(line) as Line).filter(({ msg }) => String(msg).startsWith('prediction'));

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    const [x, job] = world.signature.features as [Signature['features'][number], Signature['features'][number]];
    const features = [x, { ...job, personal: true }];
    await world.register('bank', 1, undefined, { ...world.signature, features });
    await world.promote('bank', 1);
    token = await world.token('predict');
    inference = await startInference(
      world,
      { LOG_LEVEL: 'info' },
      { requestOutput: { write: (line: string) => void written.push(line) } },
    );
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });
  beforeEach(() => written.splice(0));

  /** @param isInForce told by the line of an answered request, or by there being none */
  async function withPolicy(
    policy: Record<string, string | number | boolean>,
    isInForce: (line: Line | undefined) => boolean,
  ): Promise<void> {
    await world.putServingPolicy('bank', policy);
    await waitUntil('the policy is in force', async () => {
      written.splice(0);
      await predict();
      return isInForce(lines()[0]);
    });
    written.splice(0);
  }
  const isWritten = (line: Line | undefined) => line !== undefined && line['payload'] === undefined;
  const hasPayload = (line: Line | undefined) => line?.['payload'] !== undefined;
  const predict = (change: object = {}) =>
    inference.client.predict('bank', { instances: [{ x: 1 }], ...change }, token);
  const tensor = { name: 'features', datatype: 'FP32', shape: [1, 2], data: [1, 0] };
  const infer = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${inference.client.url}/v2/models/bank/infer`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(body),
    });

  it('writes refusals and no answer by default', async () => {
    expect((await predict()).status).toBe(200);
    expect((await predict({ instances: [{ x: 'text' }] })).status).toBe(422);
    expect(lines()).toEqual([
      expect.objectContaining({
        service: 'inference',
        msg: 'prediction refused',
        model: 'bank',
        status: 422,
        code: 'instances_invalid',
        durationMs: expect.any(Number) as number,
        time: expect.stringMatching(/Z$/) as string,
      }),
    ]);
  });

  it('writes one line a request under `all`: what, who by pseudonym, how long, in which trace', async () => {
    await withPolicy({ requestLog: 'all' }, isWritten);
    const { body } = await predict({ instances: [{ x: 1 }, { x: -1 }], subjects: ['a', 'b'] });
    const [first, second] = body.predictions;
    const [line] = lines();
    expect(lines()).toHaveLength(1);
    expect(line).toMatchObject({ route: ':predict', model: 'bank', version: 1, status: 200, rows: 2 });
    expect(line).toMatchObject({ predictionId: first?.predictionId, score: first?.score });
    expect(line).toMatchObject({ more: [{ predictionId: second?.predictionId, score: second?.score }] });
    expect(line?.['subject']).toMatch(/^[0-9a-f]{4}-[0-9a-f]{16}$/);
    expect(line).not.toHaveProperty('payload');
  });

  it('works for tensors over REST and gRPC as for names', async () => {
    await withPolicy({ requestLog: 'all', requestLogPayload: true }, hasPayload);
    expect((await infer({ inputs: [tensor], parameters: { subject: 'a' } })).status).toBe(200);
    const grpc = new GrpcClient(inference.grpc, token);
    const contents = { fp32Contents: [1, 0] };
    const inputs = [{ name: 'features', datatype: 'FP32', shape: [1n, 2n], contents }];
    await grpc.call('modelInfer', { modelName: 'bank', inputs });
    await grpc.call('modelInfer', { modelName: 'bank', inputs: [{ ...inputs[0], shape: [1n, 3n] }] });
    grpc.close();
    expect(lines().map(({ route, status, payload }) => ({ route, status, payload }))).toEqual([
      { route: 'v2 infer', status: 200, payload: { x: 1 } },
      { route: 'gRPC ModelInfer', status: 200, payload: { x: 1 } },
      { route: 'gRPC ModelInfer', status: 422, payload: undefined },
    ]);
  });

  it('takes a share of the answers by prediction id under `sampled`, and nothing under `off`', async () => {
    await withPolicy({ requestLog: 'sampled', requestLogSampleRate: 1 }, isWritten);
    await predict();
    expect(lines()).toHaveLength(1);
    await withPolicy({ requestLog: 'off' }, (line) => line === undefined);
    await predict({ instances: [{ x: 'text' }] });
    expect(lines()).toEqual([]);
  });

  it('never writes what is personal, whatever was sent and however it was refused', async () => {
    await withPolicy({ requestLog: 'all', requestLogPayload: true, unknownFields: 'ignore' }, hasPayload);
    const personal = { subjects: [PLANTED], attributes: [{ name: PLANTED, [PLANTED]: 1 }] };
    const kept = await predict({ instances: [{ x: 1, job: PLANTED, [PLANTED]: PLANTED }], ...personal });
    expect(kept.status).toBe(200);
    expect(lines().at(-1)).toMatchObject({ payload: { x: 1 } });
    const refused = [
      await predict({ instances: [{ x: PLANTED }], ...personal }),
      await predict({ instances: [{ x: 1 }], times: [PLANTED] }),
      await predict({ instances: [{ x: 1 }], [PLANTED]: 1, subjects: [{ [PLANTED]: PLANTED }] }),
      await inference.client.refused('bank', `{"instances": [${PLANTED}]}`, token),
      await inference.client.refused(PLANTED, { instances: [{ x: 1 }] }, token),
      await inference.client.refused('bank', { instances: [{ x: 1 }] }, PLANTED),
      await inference.client.get(`/v1/${PLANTED}?name=${PLANTED}`),
      await infer({ inputs: [{ ...tensor, name: PLANTED }], parameters: { subject: PLANTED } }),
      await infer({ inputs: [{ ...tensor, data: [PLANTED, PLANTED] }], id: PLANTED }),
      await fetch(`${inference.client.url}/v2/models/${PLANTED}`, { headers: { authorization: `Bearer ${token}` } }),
    ];
    expect(refused.every(({ status }) => status >= 400)).toBe(true);
    const headers = {
      'user-agent': PLANTED,
      cookie: `name=${PLANTED}`,
      tracestate: `a=${PLANTED}`,
      traceparent: PLANTED,
    };
    expect((await infer({ inputs: [tensor], parameters: { subject: PLANTED }, id: PLANTED }, headers)).status).toBe(
      200,
    );
    const grpc = new GrpcClient(inference.grpc, token);
    await grpc.call('modelInfer', { modelName: PLANTED, id: PLANTED });
    grpc.close();
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((line) => line.includes(PLANTED))).toEqual([]);
  });
});
