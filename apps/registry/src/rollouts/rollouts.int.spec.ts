import type { RolloutView } from '@plumbline/contracts';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

const SIGNATURE = { task: 'binary', features: [], output: { threshold: 0.5 } };

describeWithServer('database', 'rollouts over the API', () => {
  let registry: RegistryWorld;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
  });
  afterAll(() => registry?.close());

  const call = async (method: string, path: string, payload?: object) => {
    const answer = await registry.call(method, path, { token: registry.adminToken, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  /** Three versions, the first one champion. */
  async function aModel(name: string, signature: object = SIGNATURE): Promise<string> {
    await registry.pool.query('INSERT INTO model (name, last_version) VALUES ($1, 3)', [name]);
    await registry.pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
       SELECT $1, v, repeat(v::text, 64), 1, $2, 'token:spec' FROM generate_series(1, 3) AS v`,
      [name, JSON.stringify(signature)],
    );
    expect((await call('POST', `models/${name}/promote`, { version: 1, reason: 'first' })).status).toBe(200);
    return name;
  }
  const start = (model: string, body: object) =>
    call('POST', `models/${model}/rollouts`, { reason: 'to try', ...body });
  const command = (id: string, what: string, body: object = {}) =>
    call('POST', `rollouts/${id}/${what}`, { reason: 'looked at it', ...body });

  it('start a canary that is judged by log loss, errors and, recorded only, run time', async () => {
    const { status, body } = await start(await aModel('canary'), { version: 2 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ strategy: 'canary', setSharePercent: 10, steps: [10, 25, 50, 100] });
    const rules = (body as RolloutView).metrics.map(({ metric, role, verdict }) => [metric, role, verdict]);
    expect(rules).toEqual([
      ['log_loss', 'gate', 'not_enough_evidence'],
      ['error_rate', 'gate', 'not_enough_evidence'],
      ['latency_p95', 'dry_run', 'not_enough_evidence'],
    ]);
  });

  it('run an A/B test of several arms, of which a person promotes one by name', async () => {
    const model = await aModel('test');
    const arms = [
      { name: 'blue', version: 2, sharePercent: 20 },
      { name: 'green', version: 3, sharePercent: 30 },
    ];
    const { body: test } = await start(model, { version: 2, strategy: 'ab', arms });
    expect(test.arms).toMatchObject([
      { name: 'champion', version: 1, setSharePercent: 50 },
      { name: 'blue', version: 2, setSharePercent: 20 },
      { name: 'green', version: 3, setSharePercent: 30 },
    ]);
    const unnamed = await command(test.id, 'promote');
    expect([unnamed.status, unnamed.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/arm' })]]);
    const promoting = await command(test.id, 'promote', { arm: 'green' });
    expect(promoting.body).toMatchObject({ state: 'promoting', candidateVersion: 3 });
  });

  it('hold a blue-green switch until the data plane has loaded it, and go back in one call', async () => {
    const { body } = await start(await aModel('switch'), { version: 2, strategy: 'blue-green' });
    expect(body).toMatchObject({
      ...{ setSharePercent: 0, steps: [0, 100] },
      decision: 'No process of the data plane has reported; the switch waits.',
    });
    expect((await command(body.id, 'abort')).body).toMatchObject({ state: 'rolled_back', setSharePercent: 0 });
  });

  it('judge a model of numbers by its error, and refuse to wait for what it can never show', async () => {
    const numbers = await aModel('numbers', { ...SIGNATURE, task: 'regression' });
    const auc = { metrics: [{ metric: 'auc', role: 'gate', margin: 0.01 }] };
    await call('PUT', `models/${numbers}/policies/rollout`, auc);
    const refused = await start(numbers, { version: 2 });
    expect([refused.status, refused.body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/metrics' })]]);
    await call('PUT', `models/${numbers}/policies/rollout`, {});
    const { body } = await start(numbers, { version: 2 });
    expect((body as RolloutView).metrics[0]).toMatchObject({ metric: 'absolute_error', role: 'gate' });
  });

  it('say what a policy would have done, also when nothing was logged', async () => {
    const model = await aModel('log');
    const { status, body } = await call('POST', `models/${model}/rollouts/simulate`, { version: 2 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ end: 'open', rows: 0, championVersion: 1, candidateVersion: 2 });
    expect((await call('POST', `models/${model}/rollouts/simulate`, { version: 1 })).status).toBe(409);
  });
});
