import { admissionScript, describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { FILES, MlflowWorld, refusedAs } from './mlflow-world.builder';

describeWithServer('database', "MLflow's wire rules", () => {
  let database: TestDatabase;
  let world: MlflowWorld;
  beforeAll(async () => {
    database = await testDatabase();
    world = await MlflowWorld.start({ databaseUrl: database.url, admissionScript: admissionScript() });
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await database.drop();
  });

  describe('errors', () => {
    it.each([
      ['GET', '/api/2.0/mlflow/nothing/here', 404, 'ENDPOINT_NOT_FOUND'],
      ['PATCH', '/api/2.0/mlflow-artifacts/artifacts/1/x', 404, 'ENDPOINT_NOT_FOUND'],
      ['GET', '/api/3.0/mlflow/server-info', 404, 'ENDPOINT_NOT_FOUND'],
      ['GET', '/api/2.0/mlflow/runs/get', 400, 'INVALID_PARAMETER_VALUE'],
      ['GET', '/api/2.0/mlflow/experiments/get?experiment_id=77', 404, 'RESOURCE_DOES_NOT_EXIST'],
      ['GET', '/api/2.0/mlflow/experiments/get?experiment_id=a%00b', 400, 'INVALID_PARAMETER_VALUE'],
    ])('of %s %s are {error_code, message}', async (method, path, status, code) => {
      expect(await world.call(method, path)).toEqual(refusedAs(status, code, /./));
    });

    it('of a body that is no JSON, too', async () => {
      const headers = { authorization: `Bearer ${world.adminToken}`, 'content-type': 'application/json' };
      for (const body of ['{', '', '{"__proto__":{}}']) {
        const answer = await fetch(`${world.url}/api/2.0/mlflow/runs/create`, { method: 'POST', headers, body });
        expect([answer.status, Object.keys((await answer.json()) as object).sort()]).toEqual([
          400,
          ['error_code', 'message'],
        ]);
      }
    });

    it('of sign-in and roles are 401 and 403, on artifacts as well', async () => {
      const predict = await world.tokenOf('predict');
      const viewer = await world.tokenOf('viewer');
      for (const [method, path] of [
        ['GET', '/api/2.0/mlflow/registered-models/search'],
        ['PUT', `${FILES}/0/a`],
      ] as const) {
        expect(await world.call(method, path, undefined, null)).toEqual(refusedAs(401, 'UNAUTHENTICATED', /token/i));
        expect(await world.call(method, path, undefined, predict)).toEqual(
          refusedAs(403, 'PERMISSION_DENIED', /predict/),
        );
      }
      expect((await world.call('POST', 'runs/create', {}, viewer)).status).toBe(403);
      expect((await world.call('POST', 'runs/search', { experiment_ids: [] }, viewer)).status).toBe(200);
    });

    it('leave the other API as it is', async () => {
      expect((await world.call('GET', '/api/v1/nothing')).headers.get('content-type')).toBe('application/problem+json');
    });
  });

  it('takes a token as the password of any user', async () => {
    const basic = Buffer.from(`whoever:${world.adminToken}`).toString('base64');
    const answer = await fetch(`${world.url}/api/2.0/mlflow/experiments/search?max_results=1`, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(answer.status).toBe(200);
  });

  it('answers every change with exactly 200, {} when there is nothing to say', async () => {
    const { id } = await world.newRun();
    const tag = await world.post('runs/set-tag', { run_uuid: id, key: 'k', value: 'v', some_new_field: [1] });
    expect([tag.status, tag.text]).toEqual([200, '{}']);
    const gone = await world.post('runs/delete-tag', { run_id: id, key: 'k' });
    expect([gone.status, gone.text]).toEqual([200, '{}']);
  });

  it('takes int64 as numbers and as text, and doubles that are no number', async () => {
    const { id } = await world.newRun();
    for (const [value, timestamp, step] of [
      ['NaN', '1700000000001', '3'],
      [0.5, 1_700_000_000_000, 2],
      ['-Infinity', 1, null],
    ])
      expect((await world.post('runs/log-metric', { run_id: id, key: 'm', value, timestamp, step })).status).toBe(200);
    const history = await world.get('metrics/get-history', { run_id: id, metric_key: 'm' });
    expect(history.json.metrics.map(({ value, step }: Record<string, unknown>) => [value, step])).toEqual([
      ['-Infinity', 0],
      [0.5, 2],
      ['NaN', 3],
    ]);
    expect((await world.post('runs/log-metric', { run_id: id, key: 'm', value: 'x', timestamp: 1 })).status).toBe(400);
  });

  it('writes a batch whole or not at all, and a repeated metric once', async () => {
    const { id } = await world.newRun();
    await world.post('runs/log-parameter', { run_id: id, key: 'p', value: '1' });
    const metrics = [{ key: 'm', value: 1, timestamp: 5, step: 1 }];
    const params = [
      { key: 'q', value: 'new' },
      { key: 'p', value: '2' },
    ];
    const answer = await world.post('runs/log-batch', { run_id: id, metrics, params });
    expect(answer).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /key='p'.*value='1'/));
    for (let i = 0; i < 2; i++) await world.post('runs/log-batch', { run_id: id, metrics });
    const { data } = (await world.get('runs/get', { run_id: id })).json.run;
    expect(data.params).toEqual([{ key: 'p', value: '1' }]);
    expect((await world.get('metrics/get-history', { run_id: id, metric_key: 'm' })).json.metrics).toHaveLength(1);
  });

  it('logs nothing into a deleted run, and again once it is restored', async () => {
    const { id } = await world.newRun();
    await world.post('runs/delete', { run_id: id });
    expect(await world.post('runs/set-tag', { run_id: id, key: 'a', value: 'b' })).toEqual(
      refusedAs(400, 'INVALID_PARAMETER_VALUE', /deleted/),
    );
    await world.post('runs/restore', { run_id: id });
    expect((await world.post('runs/set-tag', { run_id: id, key: 'a', value: 'b' })).status).toBe(200);
  });

  describe('an experiment', () => {
    it('has a name of its own, never a place that the client chose', async () => {
      expect((await world.post('experiments/create', { name: 'one', artifact_location: '' })).status).toBe(200);
      expect(await world.post('experiments/create', { name: 'one' })).toEqual(
        refusedAs(400, 'RESOURCE_ALREADY_EXISTS', /one/),
      );
      for (const artifact_location of ['s3://b', 'mlflow-artifacts:/../x', 'file:///tmp#/..'])
        expect((await world.post('experiments/create', { name: 'two', artifact_location })).status).toBe(400);
      expect(
        (await world.get('experiments/get-by-name', { experiment_name: 'Default' })).json.experiment,
      ).toMatchObject({
        experiment_id: '0',
        artifact_location: 'mlflow-artifacts:/0',
      });
    });

    it('is found by tags and names, deleted ones only when asked for', async () => {
      const { experiment_id } = (
        await world.post('experiments/create', { name: 'tagged', tags: [{ key: 'a b', value: '1' }] })
      ).json;
      await world.post('experiments/set-experiment-tag', { experiment_id, key: 'c', value: '2' });
      const found = (filter: string, view_type = 'ACTIVE_ONLY') =>
        world
          .post('experiments/search', { filter, view_type, max_results: 10 })
          .then(({ json }) => json.experiments.map(({ name }: { name: string }) => name));
      expect(await found("tags.`a b` = '1' AND tags.c = '2'")).toEqual(['tagged']);
      expect(await found("tags.c != '2'")).not.toContain('tagged');
      await world.post('experiments/delete', { experiment_id });
      expect(await found("name = 'tagged'")).toEqual([]);
      expect(await world.post('experiments/search', { filter: "name = 'tagged' OR name = 'x'" })).toEqual(
        refusedAs(400, 'INVALID_PARAMETER_VALUE', /AND only/),
      );
      expect(await found("name = 'tagged'", 'DELETED_ONLY')).toEqual(['tagged']);
    });
  });
});
