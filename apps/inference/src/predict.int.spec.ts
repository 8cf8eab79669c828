import { predictionEventSchema } from '@plumbline/contracts';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

describeWithServer('database', 'POST /v1/models/:model:predict', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.register('bank', 3);
    await world.promote('bank', 1);
    await world.register('idle', 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  const eventsOf = async (...ids: (string | undefined)[]) => {
    let found: Record<string, unknown>[] = [];
    await waitUntil('the events are on the bus', async () => {
      const events = await world.published();
      found = ids.flatMap((id) => events.filter((event) => event['predictionId'] === id));
      return found.length >= ids.length;
    });
    return found;
  };

  it('answers each instance with score, label and the version that served it', async () => {
    const { status, body } = await inference.client.predict('bank', { instances: [{ x: 1 }, { x: -1, job: 'admin' }] });
    expect(status).toBe(200);
    expect(body.model).toBe('bank');
    expect(body.predictions).toEqual([
      {
        predictionId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        modelVersion: '1',
        score: expect.closeTo(0.1009, 4),
        label: 'no',
      },
      { predictionId: expect.any(String), modelVersion: '1', score: expect.closeTo(0.0991, 4), label: 'no' },
    ]);
  });

  it('leaves one event a row on the bus, as the contract has it', async () => {
    const { body } = await inference.client.predict('bank', {
      instances: [
        { x: 0.5, job: 'services' },
        { x: 0.25, job: 'astronaut' },
      ],
      subjects: ['ana', 'bo'],
      attributes: [{ region: 'north' }, { region: null }],
      times: ['2026-01-02T03:04:05+01:00', '2026-01-02T03:04:06Z'],
    });
    const events = await eventsOf(...body.predictions.map(({ predictionId }) => predictionId));
    expect(events).toEqual([
      {
        predictionId: body.predictions[0]?.predictionId,
        model: 'bank',
        version: 1,
        subject: 'ana',
        features: [0.5, 'services'],
        attributes: { region: 'north' },
        score: body.predictions[0]?.score,
        label: 'no',
        servedAt: '2026-01-02T02:04:05.000Z',
      },
      expect.objectContaining({ subject: 'bo', features: [0.25, 'astronaut'], attributes: { region: null } }),
    ]);
    for (const event of events) expect(predictionEventSchema.safeParse(event).success).toBe(true);
  });

  it('answers with the pinned version, and leaves no event when told so', async () => {
    const asked = { instances: [{ x: 1 }], parameters: { version: '3', record: false } };
    const { body: silent } = await inference.client.predict('bank', asked);
    expect(silent.predictions[0]).toMatchObject({ modelVersion: '3', score: expect.closeTo(0.302, 3) });
    const { body: later } = await inference.client.predict('bank', { instances: [{ x: 1 }] });
    await eventsOf(later.predictions[0]?.predictionId);
    const ids = (await world.published()).map((event) => event['predictionId']);
    expect(ids).not.toContain(silent.predictions[0]?.predictionId);
  });

  it.each([
    ['no token', '', 401, 'token_missing'],
    ['an unknown token', 'nonsense', 401, 'token_invalid'],
  ])('refuses %s', async (_, token, status, code) => {
    const answer = await inference.client.refused('bank', { instances: [{ x: 1 }] }, token);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('lets a predict token predict, not leave out the event; and an approver neither', async () => {
    const [predictor, approver] = [await world.token('predict'), await world.token('approver')];
    const quiet = { instances: [{ x: 1 }], parameters: { record: false } };
    expect((await inference.client.predict('bank', { instances: [{ x: 1 }] }, predictor)).status).toBe(200);
    expect((await inference.client.refused('bank', quiet, predictor)).status).toBe(403);
    expect((await inference.client.refused('bank', { instances: [{ x: 1 }] }, approver)).status).toBe(403);
  });

  const row = { x: 1 };
  it.each<[string, string, unknown, number, string, string[]]>([
    ['an unknown model', 'nobody', { instances: [row] }, 404, 'model_not_found', []],
    ['a model without a champion', 'idle', { instances: [row] }, 503, 'no_champion', []],
    [
      'an unknown pinned version',
      'bank',
      { instances: [row], parameters: { version: '77' } },
      404,
      'version_not_found',
      [],
    ],
    [
      'a version that is no number',
      'bank',
      { instances: [row], parameters: { version: 'x' } },
      422,
      'body_invalid',
      ['/parameters/version'],
    ],
    ['broken JSON', 'bank', '{"instances":', 400, 'malformed_request', []],
    ['no instances', 'bank', {}, 422, 'body_invalid', ['/instances']],
    ['an empty list', 'bank', { instances: [] }, 422, 'body_invalid', ['/instances']],
    ['a list as the body', 'bank', [], 422, 'body_invalid', ['']],
    ['an instance that is no object', 'bank', { instances: [row, 3] }, 422, 'body_invalid', ['/instances/1']],
    [
      'wrong fields of two instances',
      'bank',
      { instances: [{ x: '1' }, row, { job: 4 }] },
      422,
      'instances_invalid',
      ['/instances/0/x', '/instances/2/x', '/instances/2/job'],
    ],
    ['an unknown field', 'bank', { instances: [{ x: 1, y: 1 }] }, 422, 'instances_invalid', ['/instances/0/y']],
    ['too few subjects', 'bank', { instances: [row, row], subjects: ['a'] }, 422, 'instances_invalid', ['/subjects']],
    [
      'too many attributes',
      'bank',
      { instances: [row], attributes: [{}, {}] },
      422,
      'instances_invalid',
      ['/attributes'],
    ],
    [
      'too few times',
      'bank',
      { instances: [row, row], times: ['2026-01-01T00:00:00Z'] },
      422,
      'instances_invalid',
      ['/times'],
    ],
    ['a time that is none', 'bank', { instances: [row], times: ['yesterday'] }, 422, 'body_invalid', ['/times/0']],
    [
      'a nested attribute',
      'bank',
      { instances: [row], attributes: [{ a: {} }] },
      422,
      'body_invalid',
      ['/attributes/0/a'],
    ],
    ['NUL in a subject', 'bank', { instances: [row], subjects: ['a\u0000'] }, 422, 'body_invalid', ['/subjects/0']],
  ])('refuses %s', async (_, model, body, status, code, pointers) => {
    const answer = await inference.client.refused(model, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const named = (answer.body.errors ?? []).map(({ pointer }) => pointer);
    expect(named).toEqual(expect.arrayContaining(pointers));
    if (status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('refuses a body over 8 MB', async () => {
    const answer = await inference.client.refused('bank', { instances: [{ x: 1, job: 'a'.repeat(8 * 1024 * 1024) }] });
    expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large']);
  });

  it('answers a request of many rows', async () => {
    const instances = Array.from({ length: 1_000 }, (_, i) => ({ x: i % 2 ? 1 : -1 }));
    const { body } = await inference.client.predict('bank', { instances });
    expect(body.predictions).toHaveLength(1_000);
    expect(new Set(body.predictions.map(({ predictionId }) => predictionId)).size).toBe(1_000);
    body.predictions.forEach(({ score }, i) => expect(score).toBeCloseTo(i % 2 ? 0.1009 : 0.0991, 4));
  });
});
