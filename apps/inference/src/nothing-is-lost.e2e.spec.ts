import { execFileSync } from 'node:child_process';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { InferenceClient } from './running-inference.builder';
import { spawnInference, type SpawnedInference } from './spawned-inference.builder';

describeWithServer('database', 'an answered prediction is never lost', () => {
  let world: InferenceWorld;
  let token: string;
  const running = new Set<SpawnedInference>();

  beforeAll(() => {
    execFileSync(process.execPath, ['tools/build/build-app.mjs', 'inference'], { stdio: 'inherit' });
  });
  beforeEach(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    token = await world.token('predict');
  });
  afterEach(async () => {
    await Promise.all([...running].map((inference) => inference.end('SIGKILL')));
    running.clear();
    await world.close();
  });

  const start = async (): Promise<SpawnedInference> => {
    const inference = await spawnInference(world.environment);
    running.add(inference);
    return inference;
  };

  /** Calls until the service is gone; returns the ids of all predictions that were answered. */
  const callUntilDeath = async (url: string, answered: Set<string>): Promise<void> => {
    const client = new InferenceClient(url, token);
    for (;;) {
      const answer = await client.predict('bank', { instances: [{ x: 1 }, { x: -1 }] }).catch(() => undefined);
      if (!answer) return;
      expect(answer.status).toBe(200);
      for (const { predictionId } of answer.body.predictions) answered.add(predictionId);
    }
  };

  const publishedIds = async () => new Set((await world.published()).map((event) => event['predictionId'] as string));
  const allArePublished = (answered: Set<string>) =>
    waitUntil('every answered prediction is on the bus', async () => {
      const published = await publishedIds();
      return [...answered].every((id) => published.has(id));
    });

  it('after kill -9 in the middle of the traffic, three times', async () => {
    const answered = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const inference = await start();
      const callers = Array.from({ length: 20 }, () => callUntilDeath(inference.url, answered));
      const sent = answered.size;
      await waitUntil('traffic flows', () => answered.size > sent + 300);
      expect(await inference.end('SIGKILL')).toBeNull();
      await Promise.all(callers);
    }
    expect(answered.size).toBeGreaterThan(900);
    await start();
    await allArePublished(answered);
  });

  it('while the bus is down: events wait on disk, over a kill -9 as well, and come when it is back', async () => {
    await world.pool.query('ALTER TABLE bus_record RENAME TO bus_record_away');
    const inference = await start();
    const client = new InferenceClient(inference.url, token);
    const answered = new Set<string>();
    const callers = Array.from({ length: 5 }, () => callUntilDeath(inference.url, answered));
    await waitUntil('traffic flows', () => answered.size > 200);
    const spoolBytes = async () =>
      Number(/event_spool_bytes\{.*\} (\d+)/.exec((await client.get<string>('/metrics')).body)?.[1]);
    expect(await spoolBytes()).toBeGreaterThan(200 * 300);
    expect((await client.get('/health/ready')).status).toBe(200);
    await inference.end('SIGKILL');
    await Promise.all(callers);

    const heir = await start();
    await world.pool.query('ALTER TABLE bus_record_away RENAME TO bus_record');
    await allArePublished(answered);
    expect(await heir.end('SIGTERM')).toBe(0);
  });

  it('is not given when the spool is full: 503 with Retry-After, and ready again once the bus is back', async () => {
    await world.pool.query('ALTER TABLE bus_record RENAME TO bus_record_away');
    const inference = await spawnInference({ ...world.environment, SPOOL_MAX_BYTES: '1000000' });
    running.add(inference);
    const client = new InferenceClient(inference.url, token);
    const instances = Array.from({ length: 500 }, () => ({ x: 1 }));
    let answered = 0;
    let refusal = await client.refused('bank', { instances });
    while (refusal.status === 200) {
      answered += 500;
      refusal = await client.refused('bank', { instances });
    }
    expect([refusal.status, refusal.body.code]).toEqual([503, 'spool_full']);
    expect(refusal.headers.get('retry-after')).toBe('5');
    await world.pool.query('ALTER TABLE bus_record_away RENAME TO bus_record');
    await waitUntil('everything answered is on the bus', async () => (await publishedIds()).size === answered);
    expect((await client.predict('bank', { instances })).status).toBe(200);
  });

  it('and a polite stop leaves nothing on disk', async () => {
    const inference = await start();
    const client = new InferenceClient(inference.url, token);
    const { body } = await client.predict('bank', { instances: [{ x: 1 }] });
    expect(await inference.end('SIGTERM')).toBe(0);
    expect(await publishedIds()).toEqual(new Set([body.predictions[0]?.predictionId]));
  });
});
