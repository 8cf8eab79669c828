import { describeWithServer, testDatabase, waitUntil } from '@plumbline/testing';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

describeWithServer('database', 'strategies of a rollout at serving', () => {
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

  const subjects = Array.from({ length: 100 }, (_, i) => `customer-${i}`);
  const served = async (): Promise<string[]> => {
    const { body } = await inference.client.predict('bank', { instances: subjects.map(() => ({ x: 1 })), subjects });
    return body.predictions.map(({ modelVersion }) => modelVersion);
  };
  const share = (id: string, percent: number) =>
    world.pool.query('UPDATE rollout SET share_percent = $2, step_index = step_index + 1 WHERE id = $1', [id, percent]);
  const counters = async (id: string) => {
    const { rows } = await world.pool.query<{ version: number; role: string; asked: number; latency: unknown[] }>(
      `SELECT version, role, sum(asked)::int AS asked, jsonb_agg(latency) AS latency FROM rollout_counter
        WHERE rollout_id = $1 GROUP BY version, role ORDER BY version, role`,
      [id],
    );
    return rows.map(({ version, role, asked }) => [version, role, asked]);
  };

  it('an A/B test gives every arm people of its own, and each row is scored once', async () => {
    const arms = [
      { name: 'blue', version: 2, sharePercent: 30 },
      { name: 'green', version: 3, sharePercent: 30 },
    ];
    const id = await world.startRollout('bank', 1, { candidate: 2, sharePercent: 30, strategy: 'ab', arms });
    await inference.servesVersion('bank', 3);
    const first = await served();
    expect(new Set(first)).toEqual(new Set(['1', '2', '3']));
    expect(await served()).toEqual(first);
    await waitUntil('the events are on the bus', async () => (await world.published()).length === 200);
    for (const event of await world.published()) {
      expect(event).toMatchObject({ rollout: { id, arm: event['version'] === 1 ? 'champion' : 'candidate' } });
      expect(event).not.toHaveProperty('otherScores');
    }
  });

  it('a shadow scores the same requests, answers none, and is counted apart', async () => {
    const id = await world.startRollout('bank', 1, { candidate: 2, sharePercent: 0, strategy: 'shadow' });
    await waitUntil('the candidate scores beside', async () => {
      expect(new Set(await served())).toEqual(new Set(['1']));
      const last = (await world.published()).at(-1);
      return last !== undefined && 'otherScores' in last;
    });
    await waitUntil('both are counted', async () => (await counters(id)).length === 2);
    const [champion, shadow] = await counters(id);
    expect(champion).toEqual([1, 'answering', expect.any(Number)]);
    expect(shadow).toEqual([2, 'beside', champion?.[2]]);
  });

  it('blue-green says when it is loaded everywhere, then switches everybody and returns everybody at once', async () => {
    const id = await world.startRollout('bank', 1, { candidate: 2, sharePercent: 0, strategy: 'blue-green' });
    const ready = async () => {
      const { rows } = await world.pool.query<{ ready: string[] }>(
        'SELECT ready_rollouts AS ready FROM serving_process',
      );
      return rows.length === 1 && rows.every((row) => row.ready.includes(id));
    };
    await waitUntil('the process has it loaded', ready);
    expect(new Set(await served())).toEqual(new Set(['1']));
    await share(id, 100);
    await waitUntil('everybody meets the candidate', async () => new Set(await served()).has('2'));
    expect(new Set(await served())).toEqual(new Set(['2']));
    await world.endRollout(id);
    await waitUntil('everybody meets the champion', async () => new Set(await served()).has('1'));
    expect(new Set(await served())).toEqual(new Set(['1']));
  });

  it('counts of a process that is gone stay, and its successor adds its own', async () => {
    const id = await world.startRollout('bank', 1, { candidate: 2, sharePercent: 100, paired: false });
    await inference.servesVersion('bank', 2);
    await served();
    await waitUntil('the first counts are stored', async () => (await counters(id))[0]?.[2] === 100);
    await inference.close();
    inference = await startInference(world);
    await inference.servesVersion('bank', 2);
    await served();
    await waitUntil('both are there, once', async () => (await counters(id))[0]?.[2] === 200);
    const { rows } = await world.pool.query('SELECT DISTINCT process_id FROM rollout_counter');
    expect(rows).toHaveLength(2);
  });
});
