import { execFileSync } from 'node:child_process';
import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from '../inference-world.builder';
import { InferenceClient } from '../running-inference.builder';
import { spawnInference, type SpawnedInference } from '../spawned-inference.builder';

const childrenOf = (pid: number | undefined): number[] => {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describeWithServer('database', 'several inference processes', () => {
  let world: InferenceWorld;
  let service: SpawnedInference;
  let client: InferenceClient;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.register('bank', 2);
    await world.promote('bank', 1);
    service = await spawnInference({ ...world.environment, INFERENCE_PORT: '0', INFERENCE_PROCESSES: '2' });
    client = new InferenceClient(service.url, await world.token('predict'));
  }, 60_000);
  afterAll(async () => {
    await service?.end('SIGTERM');
    await world?.close();
  });

  const ask = () => client.predict('bank', { instances: [{ x: 1 }] });

  it('answer behind one port, and one scrape counts what all of them did', async () => {
    const before = childrenOf(service.process.pid);
    expect(before).toHaveLength(2);
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await ask()).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const { body } = await client.get<string>('/metrics');
    expect(body).toContain('predictions_total{model="bank",version="1",service="inference"} 60');
  });

  it('all follow a promotion', async () => {
    await world.promote('bank', 2);
    await world.pool.query(`SELECT pg_notify('plumbline_routes', '')`);
    await waitUntil('both answer with version 2', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      return answers.every(({ body }) => body.predictions[0]?.modelVersion === '2');
    });
  });

  it('lose none but its own requests when one is killed, and it comes back', async () => {
    const [victim = 0, other = 0] = childrenOf(service.process.pid);
    process.kill(victim, 'SIGKILL');
    await waitUntil('the killed one is replaced', async () => {
      const now = childrenOf(service.process.pid);
      return now.length === 2 && !now.includes(victim) && now.includes(other);
    });
    await waitUntil('requests are answered', async () => (await ask().catch(() => null))?.status === 200);
  });

  it('end with the one that started them, even when it is killed', async () => {
    const workers = childrenOf(service.process.pid);
    await service.end('SIGKILL');
    await waitUntil('the workers are gone', async () => !workers.some(isAlive));
  });
});
