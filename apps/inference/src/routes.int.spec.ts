import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describeWithServer('database', 'hot reload of routes', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeEach(async () => {
    world = InferenceWorld.create(await testDatabase());
    for (const version of [1, 2, 3]) await world.register('bank', version);
    await world.promote('bank', 1);
    inference = await startInference(world);
  });
  afterEach(async () => {
    await inference?.close();
    await world?.close();
  });

  const servedOnce = async (subject?: string): Promise<string | undefined> => {
    const { body } = await inference.client.predict('bank', {
      instances: [{ x: 1 }],
      ...(subject && { subjects: [subject] }),
    });
    return body.predictions[0]?.modelVersion;
  };

  it('fails no request while versions are promoted back and forth under load', async () => {
    let isOver = false;
    const statuses = new Map<number, number>();
    const versions = new Set<string>();
    const caller = async (): Promise<void> => {
      while (!isOver) {
        const { status, body } = await inference.client.predict('bank', { instances: [{ x: 1 }] });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        for (const { modelVersion, score } of body.predictions ?? []) {
          versions.add(modelVersion);
          expect(Math.abs((score as number) - Number(modelVersion) / 10)).toBeLessThan(0.01);
        }
      }
    };
    const callers = Array.from({ length: 200 }, caller);
    for (const version of [2, 3, 1, 2, 1, 3]) {
      await world.promote('bank', version);
      await waitUntil('the promoted version answers', () => versions.has(String(version)));
      versions.clear();
      await pause(200);
    }
    await waitUntil('every caller was answered more than once', () => (statuses.get(200) ?? 0) > 2 * callers.length);
    isOver = true;
    await Promise.all(callers);
    expect([...statuses.keys()]).toEqual([200]);
  });

  it('splits by subject while a rollout runs, stays with the subject, and scores both versions', async () => {
    const id = await world.startRollout('bank', 1, { candidate: 2, sharePercent: 50 });
    await inference.servesVersion('bank', 2);
    const subjects = Array.from({ length: 60 }, (_, i) => `customer-${i}`);
    const instances = subjects.map(() => ({ x: 1 }));
    const { body: first } = await inference.client.predict('bank', { instances, subjects });
    const { body: second } = await inference.client.predict('bank', { instances, subjects });
    const versions = first.predictions.map(({ modelVersion }) => modelVersion);
    expect(second.predictions.map(({ modelVersion }) => modelVersion)).toEqual(versions);
    expect(new Set(versions)).toEqual(new Set(['1', '2']));

    await waitUntil('all events are on the bus', async () => (await world.published()).length === 120);
    for (const event of await world.published()) {
      const isCandidate = event['version'] === 2;
      expect(event).toMatchObject({
        rollout: { id, arm: isCandidate ? 'candidate' : 'champion' },
        score: expect.closeTo(isCandidate ? 0.2 : 0.1, 1),
        otherScores: [{ version: isCandidate ? 1 : 2, score: expect.closeTo(isCandidate ? 0.1 : 0.2, 1) }],
      });
    }
    await world.endRollout(id);
    await waitUntil('nobody meets the candidate', async () => {
      const served = await Promise.all(subjects.map((subject) => servedOnce(subject)));
      return served.every((version) => version === '1');
    });
  });

  it('leaves the champion serving when the promoted version cannot be loaded', async () => {
    await world.registerDigest('bank', 4, '0'.repeat(64));
    await world.promote('bank', 4);
    await pause(300);
    expect(await servedOnce()).toBe('1');
    await world.promote('bank', 3);
    await waitUntil('version 3 serves', async () => (await servedOnce()) === '3');
  });

  it('leaves everybody with the champion when the candidate is no ONNX model', async () => {
    await world.register('bank', 5, new TextEncoder().encode('not a model'));
    await world.startRollout('bank', 1, { candidate: 5, sharePercent: 100 });
    await pause(300);
    expect(await servedOnce('ana')).toBe('1');
  });

  it('answers although the other version of a paired rollout cannot take the row, and counts it', async () => {
    const strict = structuredClone(world.signature);
    await world.register('bank', 6, undefined, {
      ...strict,
      features: strict.features.map((feature) => ({ ...feature, required: true })),
    });
    await world.startRollout('bank', 1, { candidate: 6, sharePercent: 0 });
    await inference.servesVersion('bank', 6);
    const { status } = await inference.client.predict('bank', { instances: [{ x: 1 }], subjects: ['ana'] });
    expect(status).toBe(200);
    const { body: metrics } = await inference.client.get<string>('/metrics');
    expect(metrics).toMatch(/paired_score_failures_total\{.*version="6".*\} 1\n/);
    await waitUntil('the event is on the bus', async () => (await world.published()).length === 1);
    expect((await world.published())[0]).not.toHaveProperty('otherScores');
  });

  it('reads routes again after the database was away', async () => {
    await world.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await world.promote('bank', 2);
    await waitUntil('version 2 serves', async () => (await servedOnce()) === '2');
  });
});
