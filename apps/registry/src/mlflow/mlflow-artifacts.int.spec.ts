import { request as httpRequest } from 'node:http';
import { admissionScript, describeWithServer, testDatabase, type TestDatabase } from '@plumbline/testing';
import { FILES, MlflowWorld, refusedAs } from './mlflow-world.builder';

describeWithServer('database', 'an artifact of MLflow', () => {
  let database: TestDatabase;
  let world: MlflowWorld;
  beforeAll(async () => {
    database = await testDatabase();
    world = await MlflowWorld.start({
      databaseUrl: database.url,
      admissionScript: admissionScript(),
      settings: { UPLOAD_MAX_BYTES: String(64 * 2 ** 20) },
    });
  }, 120_000);
  afterAll(async () => {
    await world.close();
    await database.drop();
  });

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
    const { root } = await world.newRun();
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
    const { root } = await world.newRun();
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
    const { root } = await world.newRun();
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
