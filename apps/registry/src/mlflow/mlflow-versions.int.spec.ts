import { admissionScript, describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { FILES, MLMODEL, MlflowWorld, refusedAs, tinyOnnx } from './mlflow-world.builder';

describeWithServer('database', 'a version through MLflow', () => {
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

  it('is READY when it answers, by the same rules as every other version, with its run as lineage', async () => {
    const { id, source } = await world.logModel();
    await world.post('runs/log-batch', {
      run_id: id,
      metrics: [{ key: 'auc', value: 0.9, timestamp: 1, step: 0 }],
      params: [{ key: 'depth', value: '6' }],
      tags: [{ key: 'mlflow.source.git.commit', value: 'abc123' }],
    });
    await world.post('registered-models/create', { name: 'Ready Model', tags: [{ key: 'a', value: 'b' }] });
    const answer = await world.post('model-versions/create', { name: 'Ready Model', source, run_id: id });
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
    const { root, source } = await world.logModel();
    await world.post('registered-models/create', { name: 'kept' });
    await world.post('model-versions/create', { name: 'kept', source });
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
      const { source } = await world.logModel(Object.fromEntries(bytes));
      const name = what.replaceAll(/[^a-z]/gi, '-');
      await world.post('registered-models/create', { name });
      expect(await world.post('model-versions/create', { name, source })).toEqual(
        refusedAs(400, 'INVALID_PARAMETER_VALUE', message),
      );
      expect((await world.get('registered-models/get', { name })).json.registered_model.latest_versions).toEqual([]);
      expect((await world.call('DELETE', 'registered-models/delete', { name })).status).toBe(200);
    },
  );

  it('says what the notebook told: task, classes, label', async () => {
    const metadata =
      'metadata: {plumbline: {task: binary, classes: [stays, leaves], positiveClass: leaves, label: churn}}';
    const { source } = await world.logModel({ MLmodel: `${MLMODEL}${metadata}`, 'model.onnx': tinyOnnx() });
    await world.post('registered-models/create', { name: 'told' });
    await world.post('model-versions/create', { name: 'told', source });
    expect((await world.call('GET', '/api/v1/models/told/versions/1')).json).toMatchObject({
      signature: { label: 'churn', output: { classes: ['stays', 'leaves'], positiveClass: 'leaves' } },
      detection: { task: { told: true } },
    });
  });

  it('is found by a filter that its tags lack, tagged, and deleted unless it was ever referenced', async () => {
    const { source } = await world.logModel();
    await world.post('registered-models/create', { name: 'found' });
    for (let i = 0; i < 2; i++) await world.post('model-versions/create', { name: 'found', source });
    const versions = async (filter: string) =>
      (await world.get('model-versions/search', { filter: `name = 'found' AND ${filter}` })).json.model_versions.map(
        ({ version }: { version: string }) => version,
      );
    await world.post('model-versions/set-tag', { name: 'found', version: '2', key: 'x', value: 'true' });
    expect(await versions("tags.x != 'true'")).toEqual(['1']);
    expect(await versions("tag.`mlflow.prompt.is_prompt` != 'true'")).toEqual(['2', '1']);
    await world.call('DELETE', 'model-versions/delete-tag', { name: 'found', version: '2', key: 'x' });
    expect(await versions("tags.x = 'true'")).toEqual([]);
    await world.post('registered-models/alias', { name: 'found', alias: 'champion', version: '2' });
    expect((await world.call('DELETE', 'model-versions/delete', { name: 'found', version: '1' })).text).toBe('{}');
    expect(await world.call('DELETE', 'model-versions/delete', { name: 'found', version: '2' })).toEqual(
      refusedAs(409, 'RESOURCE_CONFLICT', /archive it instead/),
    );
    expect((await world.call('DELETE', 'registered-models/delete', { name: 'found' })).status).toBe(400);
  });

  it('gets its aliases from those who may: what serves is moved by an admin alone', async () => {
    const { source } = await world.logModel();
    await world.post('registered-models/create', { name: 'guarded' });
    await world.post('model-versions/create', { name: 'guarded', source });
    const engineer = await world.tokenOf('engineer');
    const set = (alias: string, token: string) =>
      world.call('POST', 'registered-models/alias', { name: 'guarded', alias, version: '1' }, token);
    expect((await set('challenger', engineer)).status).toBe(200);
    expect(await set('champion', engineer)).toEqual(refusedAs(403, 'PERMISSION_DENIED', /engineer/));
    expect((await set('champion', await world.tokenOf('viewer'))).status).toBe(403);
    expect((await set('champion', world.adminToken)).status).toBe(200);
    expect(await set('latest', world.adminToken)).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /reserved/));
    const removed = await world.call('DELETE', 'registered-models/alias', { name: 'guarded', alias: 'champion' });
    expect(removed).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /serves/));
  });

  it('has aliases instead of stages, and a name for good', async () => {
    const stage = await world.post('model-versions/transition-stage', {
      name: 'found',
      version: '2',
      stage: 'Production',
    });
    expect(stage).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /set_registered_model_alias/));
    const rename = await world.post('registered-models/rename', { name: 'found', new_name: 'lost' });
    expect(rename).toEqual(refusedAs(400, 'INVALID_PARAMETER_VALUE', /can not be renamed/));
  });

  it('that was pushed without MLflow is a folder with an MLmodel, too', async () => {
    await world.push('pushed');
    const { artifact_uri: uri } = (await world.get('model-versions/get-download-uri', { name: 'pushed', version: '1' }))
      .json;
    const folder = uri.slice('mlflow-artifacts:/'.length);
    const { files } = (await world.call('GET', `${FILES}?${new URLSearchParams({ path: folder })}`)).json;
    expect(files.map(({ path }: { path: string }) => path)).toEqual(['MLmodel', 'model.onnx']);
    expect((await world.call('GET', `${FILES}/${folder}/MLmodel`)).text).toContain('loader_module: mlflow.onnx');
    expect((await world.upload(`${folder}/model.onnx`, 'x')).status).toBe(403);
  });
});
