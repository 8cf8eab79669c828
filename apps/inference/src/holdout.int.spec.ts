import { predictionEventSchema } from '@plumbline/contracts';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

const people = Array.from({ length: 60 }, (_, i) => `customer-${i}`);
const body = { instances: people.map(() => ({ x: 1 })), subjects: people };

describeWithServer('database', 'the hold-out group of an impact policy', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  const putPolicy = (policy: object) =>
    world.pool.query(
      `INSERT INTO model_policy (model, kind, revision, body, actor)
       SELECT 'bank', 'impact', count(*) + 1, $1, 'test' FROM model_policy WHERE model = 'bank' AND kind = 'impact'`,
      [JSON.stringify(policy)],
    );
  const ask = async () => (await inference.client.predict('bank', body)).body.predictions;
  const heldOut = async (): Promise<string[]> =>
    (await ask()).flatMap((row, i) => (row.holdout ? [people[i] as string] : []));

  it('holds nobody out without a policy', async () => {
    expect(await heldOut()).toEqual([]);
  });

  it('answers nothing to act on, records the score all the same, and keeps the same people', async () => {
    await putPolicy({ holdoutPercent: 30 });
    await waitUntil('the policy is in force', async () => (await heldOut()).length > 0);
    const rows = await ask();
    for (const row of rows.filter(({ holdout }) => holdout))
      expect(row).toEqual({ predictionId: expect.any(String), modelVersion: '1', holdout: true });
    for (const row of rows.filter(({ holdout }) => !holdout)) expect(row).toMatchObject({ label: 'no' });
    const first = await heldOut();
    expect(await heldOut()).toEqual(first);
    await waitUntil('the events are on the bus', async () => {
      const events = await world.published();
      return rows.every(({ predictionId }) => events.some((event) => event['predictionId'] === predictionId));
    });
    const events = (await world.published()).map((event) => predictionEventSchema.parse(event));
    for (const { predictionId, holdout } of rows)
      expect(events.find((event) => event.predictionId === predictionId)).toMatchObject({
        holdout: holdout === true,
        score: expect.closeTo(0.1009, 4) as number,
      });
  });

  it('lets nobody out when the share grows, and asks a named version as before', async () => {
    const before = await heldOut();
    await putPolicy({ holdoutPercent: 45 });
    await waitUntil('the larger share is in force', async () => (await heldOut()).length > before.length);
    expect(await heldOut()).toEqual(expect.arrayContaining(before));
    const pinned = await inference.client.predict('bank', { ...body, parameters: { version: '1' } });
    expect(pinned.body.predictions.some(({ holdout }) => holdout)).toBe(false);
  });

  it('tells it as a parameter of an answer in tensors', async () => {
    const [subject] = await heldOut();
    const token = await world.token('predict');
    const infer = async (who: string) => {
      const response = await fetch(`${inference.client.url}/v2/models/bank/infer`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({
          inputs: [{ name: 'features', shape: [1, 2], datatype: 'FP32', data: [0.5, 1] }],
          parameters: { subject: who },
        }),
      });
      return (await response.json()) as { parameters: Record<string, unknown> };
    };
    expect((await infer(subject as string)).parameters).toMatchObject({ holdout: true });
    const all = new Set(await heldOut());
    const treated = people.find((person) => !all.has(person)) as string;
    expect((await infer(treated)).parameters).not.toHaveProperty('holdout');
  });
});
