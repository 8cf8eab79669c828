import { request as httpRequest } from 'node:http';
import { admissionScript, describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { MlflowWorld, tinyOnnx } from './mlflow-world.builder';

const MLMODEL = 'flavors:\n  onnx:\n    data: model.onnx\n';
const FILES = '/api/2.0/mlflow-artifacts/artifacts';

describeWithServer('database', "MLflow's wire rules", () => {
  let database: TestDatabase;
  let world: MlflowWorld;
  beforeAll(async () => {
    database = await testDatabase();
    const settings = { UPLOAD_MAX_BYTES: String(64 * 2 ** 20) };
    world = await MlflowWorld.start({ databaseUrl: database.url, admissionScript: admissionScript(), settings });
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await database.drop();
  });

  const post = (path: string, body: unknown = {}) => world.call('POST', path, body);
  const get = (path: string, query: Record<string, string> = {}) =>
    world.call('GET', `${path}?${new URLSearchParams(query)}`);
  const newRun = async (): Promise<{ id: string; root: string }> => {
    const { run_id: id, artifact_uri: uri } = (await post('runs/create', { experiment_id: '0' })).json.run.info;
    return { id, root: uri.slice('mlflow-artifacts:/'.length) };
  };
  const logModel = async (
    files: Record<string, Uint8Array | string> = { MLmodel: MLMODEL, 'model.onnx': tinyOnnx() },
  ) => {
    const run = await newRun();
    for (const [name, bytes] of Object.entries(files))
      expect((await world.upload(`${run.root}/model/${name}`, bytes)).status).toBe(200);
    return { ...run, source: `mlflow-artifacts:/${run.root}/model` };
  };
  const refusedAs = (status: number, code: string, message: RegExp) =>
    expect.objectContaining({
      status,
      json: { error_code: code, message: expect.stringMatching(message) },
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
    const { id } = await newRun();
    const tag = await post('runs/set-tag', { run_uuid: id, key: 'k', value: 'v', some_new_field: [1] });
    expect([tag.status, tag.text]).toEqual([200, '{}']);
    const gone = await post('runs/delete-tag', { run_id: id, key: 'k' });
    expect([gone.status, gone.text]).toEqual([200, '{}']);
  });

  it('takes int64 as numbers and as text, and doubles that are no number', async () => {
    const { id } = await newRun();
    for (const [value, timestamp, step] of [
      ['NaN', '1700000000001', '3'],
      [0.5, 1_700_000_000_000, 2],
      ['-Infinity', 1, null],
    ])
      expect((await post('runs/log-metric', { run_id: id, key: 'm', value, timestamp, step })).status).toBe(200);
    const history = await get('metrics/get-history', { run_id: id, metric_key: 'm' });
    expect(history.json.metrics.map(({ value, step }: Record<string, unknown>) => [value, step])).toEqual([
      ['-Infinity', 0],
      [0.5, 2],
      ['NaN', 3],
    ]);
    expect((await post('runs/log-metric', { run_id: id, key: 'm', value: 'x', timestamp: 1 })).status).toBe(400);
  });

  it('writes a batch whole or not at all, and a repeated metric once', async () => {
    const { id } = await newRun();
    await post('runs/log-parameter', { run_id: id, key: 'p', value: '1' });
    const metrics = [{ key: 'm', value: 1, timestamp: 5, step: 1 }];
    const params = [
      { key: 'q', value: 'new' },
      { key: 'p', value: '2' },
    ];
    const answer = await post('runs/log-batch', { run_id: id, metrics, params });
    expect(answer).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /key='p'.*value='1'/));
    for (let i = 0; i < 2; i++) await post('runs/log-batch', { run_id: id, metrics });
    const { data } = (await get('runs/get', { run_id: id })).json.run;
    expect(data.params).toEqual([{ key: 'p', value: '1' }]);
    expect((await get('metrics/get-history', { run_id: id, metric_key: 'm' })).json.metrics).toHaveLength(1);
  });

  it('logs nothing into a deleted run, and again once it is restored', async () => {
    const { id } = await newRun();
    await post('runs/delete', { run_id: id });
    expect(await post('runs/set-tag', { run_id: id, key: 'a', value: 'b' })).toEqual(
      refusedAs(400, 'INVALID_PARAMETER_VALUE', /deleted/),
    );
    await post('runs/restore', { run_id: id });
    expect((await post('runs/set-tag', { run_id: id, key: 'a', value: 'b' })).status).toBe(200);
  });

  describe('an experiment', () => {
    it('has a name of its own, never a place that the client chose', async () => {
      expect((await post('experiments/create', { name: 'one', artifact_location: '' })).status).toBe(200);
      expect(await post('experiments/create', { name: 'one' })).toEqual(
        refusedAs(400, 'RESOURCE_ALREADY_EXISTS', /one/),
      );
      for (const artifact_location of ['s3://b', 'mlflow-artifacts:/../x', 'file:///tmp#/..'])
        expect((await post('experiments/create', { name: 'two', artifact_location })).status).toBe(400);
      expect((await get('experiments/get-by-name', { experiment_name: 'Default' })).json.experiment).toMatchObject({
        experiment_id: '0',
        artifact_location: 'mlflow-artifacts:/0',
      });
    });

    it('is found by tags and names, deleted ones only when asked for', async () => {
      const { experiment_id } = (
        await post('experiments/create', { name: 'tagged', tags: [{ key: 'a b', value: '1' }] })
      ).json;
      await post('experiments/set-experiment-tag', { experiment_id, key: 'c', value: '2' });
      const found = (filter: string, view_type = 'ACTIVE_ONLY') =>
        post('experiments/search', { filter, view_type, max_results: 10 }).then(({ json }) =>
          json.experiments.map(({ name }: { name: string }) => name),
        );
      expect(await found("tags.`a b` = '1' AND tags.c = '2'")).toEqual(['tagged']);
      expect(await found("tags.c != '2'")).not.toContain('tagged');
      await post('experiments/delete', { experiment_id });
      expect(await found("name = 'tagged'")).toEqual([]);
      expect(await post('experiments/search', { filter: "name = 'tagged' OR name = 'x'" })).toEqual(
        refusedAs(400, 'INVALID_PARAMETER_VALUE', /AND only/),
      );
      expect(await found("name = 'tagged'", 'DELETED_ONLY')).toEqual(['tagged']);
    });
  });

  describe('an artifact', () => {
    const rawRequest = (method: string, path: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { authorization: `Bearer ${world.adminToken}` };
        // fetch would tidy the path up before it is sent.
        const request = httpRequest(`${world.url}/`, { method, path, headers }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        });
        request.on('error', reject).end();
      });

    it('is kept as bytes, whatever its name says, and listed relative to its folder', async () => {
      const { root } = await newRun();
      await world.upload(`${root}/a/settings.json`, '{ not json');
      await world.upload(`${root}/a/empty.txt`, '');
      await world.upload(`${root}/a/deep%20er/%E2%82%AC.bin`, new Uint8Array([0, 255, 10]));
      const file = await world.call('GET', `${FILES}/${root}/a/settings.json`);
      expect([file.text, file.headers.get('content-disposition')]).toEqual(['{ not json', 'attachment']);
      const list = async (path: string) => (await world.call('GET', `${FILES}?${new URLSearchParams({ path })}`)).json;
      expect(await list(`${root}/a`)).toEqual({
        files: [
          { path: 'deep er', is_dir: true },
          { path: 'empty.txt', is_dir: false, file_size: 0 },
          { path: 'settings.json', is_dir: false, file_size: 10 },
        ],
      });
      expect(await list(`${root}/a/settings.json`)).toEqual({ files: [] });
      expect((await list(`${root}/a/deep er`)).files).toEqual([{ path: '€.bin', is_dir: false, file_size: 3 }]);
      await world.call('DELETE', `${FILES}/${root}/a/empty.txt`);
      expect((await world.call('GET', `${FILES}/${root}/a/empty.txt`)).status).toBe(404);
    });

    it.each([
      '/../../../x',
      '/%2e%2e/%2e%2e/x',
      '/a%2f..%2fb',
      '/a%5cb',
      '/a%23b',
      '/a%3fb',
      '/a%00b',
      '//a',
      '/%252e%252e/x',
      '/%zz',
    ])('never leaves its place: %s', async (suffix) => {
      const { root } = await newRun();
      for (const method of ['PUT', 'GET', 'DELETE'])
        expect([400, 404]).toContain(await rawRequest(method, `${FILES}/${root}${suffix}`));
      const path = decodeURIComponent(suffix === '/%zz' ? '/..' : suffix);
      const listed = await world.call('GET', `${FILES}?${new URLSearchParams({ path: `${root}${path}` })}`);
      expect(listed.status).toBe(400);
    });

    it('lies under a run or model that there is', async () => {
      for (const root of [
        `0/${'a'.repeat(32)}/artifacts`,
        `0/models/m-${'a'.repeat(32)}/artifacts`,
        '9/x',
        'plumbline/m/1',
      ])
        expect([403, 404]).toContain((await world.upload(`${root}/a`, 'x')).status);
    });

    it('is refused when it is larger than the server takes, and leaves nothing', async () => {
      const { root } = await newRun();
      const answer = await world.upload(`${root}/big`, new Uint8Array(64 * 2 ** 20 + 1));
      expect(answer).toEqual(refusedAs(413, 'INVALID_PARAMETER_VALUE', /UPLOAD_MAX_BYTES/));
      expect((await world.call('GET', `${FILES}/${root}/big`)).status).toBe(404);
    });

    it('is uploaded in one piece: multipart is declined in the words that make clients fall back', async () => {
      const answer = await world.call('POST', '/api/2.0/mlflow-artifacts/mpu/create/0/x', { path: 'x', num_parts: 2 });
      expect(answer).toEqual(
        refusedAs(501, 'NOT_IMPLEMENTED', /^Multipart upload is not supported for the current artifact repository/),
      );
    });
  });

  describe('a version', () => {
    it('is READY when it answers, by the same rules as every other version, with its run as lineage', async () => {
      const { id, source } = await logModel();
      await post('runs/log-batch', {
        run_id: id,
        metrics: [{ key: 'auc', value: 0.9, timestamp: 1, step: 0 }],
        params: [{ key: 'depth', value: '6' }],
        tags: [{ key: 'mlflow.source.git.commit', value: 'abc123' }],
      });
      await post('registered-models/create', { name: 'Ready Model', tags: [{ key: 'a', value: 'b' }] });
      const answer = await post('model-versions/create', { name: 'Ready Model', source, run_id: id });
      expect([answer.status, answer.json.model_version]).toEqual([
        200,
        expect.objectContaining({ version: '1', status: 'READY', run_id: id, source, current_stage: 'None' }),
      ]);
      const own = (await world.call('GET', '/api/v1/models/Ready%20Model/versions/1')).json;
      expect(own).toMatchObject({
        metrics: { auc: 0.9 },
        lineage: { runId: id, parameters: { depth: '6' }, codeCommit: 'abc123' },
        detection: { task: { chosen: 'binary', told: false, because: expect.stringMatching(/^guessed/) } },
      });
      const audit = (await world.call('GET', '/api/v1/audit?model=Ready%20Model')).json;
      expect(audit.items.map(({ action }: { action: string }) => action)).toContain('version.registered');
    });

    it('keeps its files: nobody writes over them, beside them or deletes them', async () => {
      const { root, source } = await logModel();
      await post('registered-models/create', { name: 'kept' });
      await post('model-versions/create', { name: 'kept', source });
      for (const name of ['model.onnx', 'new-file'])
        expect(await world.upload(`${root}/model/${name}`, 'other')).toEqual(
          refusedAs(403, 'PERMISSION_DENIED', /registered version kept\/1/),
        );
      expect((await world.call('DELETE', `${FILES}/${root}/model/MLmodel`)).status).toBe(403);
      expect((await world.upload(`${root}/model/MLmodel`, MLMODEL)).status).toBe(200);
      expect((await world.upload(`${root}/elsewhere`, 'x')).status).toBe(200);
    });

    it.each([
      ['bytes that are no ONNX', { MLmodel: MLMODEL, 'model.onnx': 'hello' }, /artifact/],
      ['an MLmodel without the file it names', { MLmodel: MLMODEL }, /'model\.onnx', which was not uploaded/],
      ['no MLmodel', { 'model.onnx': 'x' }, /no MLmodel file/],
      ['a pickle', { MLmodel: 'flavors: {sklearn: {}}', 'model.pkl': 'x' }, /no onnx flavor.*plumbline convert/],
      ['told nonsense', { MLmodel: `${MLMODEL}metadata: {plumbline: {task: magic}}`, 'model.onnx': 'TINY' }, /task/],
    ] as [string, Record<string, string>, RegExp][])(
      'is refused for %s, with words, and nothing is registered',
      async (what, files, message) => {
        const bytes = Object.entries(files).map(([name, text]) => [name, text === 'TINY' ? tinyOnnx() : text]);
        const { source } = await logModel(Object.fromEntries(bytes));
        const name = what.replaceAll(/[^a-z]/gi, '-');
        await post('registered-models/create', { name });
        expect(await post('model-versions/create', { name, source })).toEqual(
          refusedAs(400, 'INVALID_PARAMETER_VALUE', message),
        );
        expect((await get('registered-models/get', { name })).json.registered_model.latest_versions).toEqual([]);
        expect((await world.call('DELETE', 'registered-models/delete', { name })).status).toBe(200);
      },
    );

    it('says what the notebook told: task, classes, label', async () => {
      const metadata =
        'metadata: {plumbline: {task: binary, classes: [stays, leaves], positiveClass: leaves, label: churn}}';
      const { source } = await logModel({ MLmodel: `${MLMODEL}${metadata}`, 'model.onnx': tinyOnnx() });
      await post('registered-models/create', { name: 'told' });
      await post('model-versions/create', { name: 'told', source });
      expect((await world.call('GET', '/api/v1/models/told/versions/1')).json).toMatchObject({
        signature: { label: 'churn', output: { classes: ['stays', 'leaves'], positiveClass: 'leaves' } },
        detection: { task: { told: true } },
      });
    });

    it('is found by a filter that its tags lack, tagged, and deleted unless it was ever referenced', async () => {
      const { source } = await logModel();
      await post('registered-models/create', { name: 'found' });
      for (let i = 0; i < 2; i++) await post('model-versions/create', { name: 'found', source });
      const versions = async (filter: string) =>
        (await get('model-versions/search', { filter: `name = 'found' AND ${filter}` })).json.model_versions.map(
          ({ version }: { version: string }) => version,
        );
      await post('model-versions/set-tag', { name: 'found', version: '2', key: 'x', value: 'true' });
      expect(await versions("tags.x != 'true'")).toEqual(['1']);
      expect(await versions("tag.`mlflow.prompt.is_prompt` != 'true'")).toEqual(['2', '1']);
      await world.call('DELETE', 'model-versions/delete-tag', { name: 'found', version: '2', key: 'x' });
      expect(await versions("tags.x = 'true'")).toEqual([]);
      await post('registered-models/alias', { name: 'found', alias: 'champion', version: '2' });
      expect((await world.call('DELETE', 'model-versions/delete', { name: 'found', version: '1' })).text).toBe('{}');
      expect(await world.call('DELETE', 'model-versions/delete', { name: 'found', version: '2' })).toEqual(
        refusedAs(409, 'RESOURCE_CONFLICT', /archive it instead/),
      );
      expect((await world.call('DELETE', 'registered-models/delete', { name: 'found' })).status).toBe(400);
    });

    it('has aliases instead of stages, and a name for good', async () => {
      const stage = await post('model-versions/transition-stage', { name: 'found', version: '2', stage: 'Production' });
      expect(stage).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /set_registered_model_alias/));
      const rename = await post('registered-models/rename', { name: 'found', new_name: 'lost' });
      expect(rename).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /can not be renamed/));
    });

    it('that was pushed without MLflow is a folder with an MLmodel, too', async () => {
      await world.push('pushed');
      const { artifact_uri: uri } = (await get('model-versions/get-download-uri', { name: 'pushed', version: '1' }))
        .json;
      const folder = uri.slice('mlflow-artifacts:/'.length);
      const { files } = (await world.call('GET', `${FILES}?${new URLSearchParams({ path: folder })}`)).json;
      expect(files.map(({ path }: { path: string }) => path)).toEqual(['MLmodel', 'model.onnx']);
      expect((await world.call('GET', `${FILES}/${folder}/MLmodel`)).text).toContain('loader_module: mlflow.onnx');
      expect((await world.upload(`${folder}/model.onnx`, 'x')).status).toBe(403);
    });
  });
});
