import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

describeWithServer('database', 'aliases and documents', () => {
  let registry: RegistryWorld;
  let engineer: string;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
    engineer = await registry.token('engineer');
    await registry.pool.query(`INSERT INTO model (name, last_version) VALUES ('m', 3)`);
    await registry.pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
       SELECT 'm', v, repeat(v::text, 64), 1, '{}', 'token:spec' FROM generate_series(1, 3) AS v`,
    );
  });
  afterAll(() => registry?.close());

  const call = async (method: string, path: string, payload?: object, headers = {}, token = registry.adminToken) => {
    const answer = await registry.call(method, `models/m/${path}`, { token, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body ? answer.json() : null };
  };
  const set = (alias: string, version: number, headers = {}, more = {}) =>
    call('PUT', `aliases/${alias}`, { version, reason: 'because', ...more }, headers);

  it('are set by compare-and-set on their ETag', async () => {
    const made = await set('challenger', 1, { 'if-none-match': '*' });
    expect([made.status, made.headers['etag'], made.body.revision]).toEqual([200, '"1"', 1]);
    expect((await set('challenger', 2, { 'if-none-match': '*' })).status).toBe(409);
    const seen = await call('GET', 'aliases/challenger');
    expect((await set('challenger', 2, { 'if-match': seen.headers['etag'] })).body).toMatchObject({ revision: 2 });
    expect((await set('challenger', 3, { 'if-match': seen.headers['etag'] })).body).toMatchObject({
      code: 'revision_stale',
    });
  });

  it('are taken away, and their revisions go on when they come back', async () => {
    await set('staging', 1);
    const remove = () => call('DELETE', 'aliases/staging', { reason: 'not used' }, { 'if-match': '"1"' }, engineer);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await call('GET', 'aliases/staging')).body).toMatchObject({ code: 'alias_not_found' });
    expect((await set('staging', 2)).body).toMatchObject({ revision: 3 });
    const byQuery = await call('DELETE', 'aliases/staging?reason=by%20query');
    expect(byQuery.status).toBe(204);
  });

  it('never leave the model without a champion, and only an admin sets it directly', async () => {
    await set('champion', 1);
    expect((await call('DELETE', 'aliases/champion', { reason: 'why not' })).body).toMatchObject({
      code: 'champion_serves',
    });
    const promote = await call('POST', 'promote', { version: 2, reason: 'mine' }, {}, engineer);
    expect(promote.body).toMatchObject({ status: 403, code: 'role_forbidden' });
  });

  it.each(['latest', 'v3', '12', 'Champion', 'a%20b'])('refuse the name %s', async (alias) => {
    expect((await set(alias, 1)).status).toBe(422);
  });

  it('refuse an archived version', async () => {
    expect((await call('POST', 'versions/3/archive', { reason: 'retired' })).status).toBe(200);
    expect((await set('challenger', 3)).body).toMatchObject({ status: 409, code: 'version_archived' });
    expect((await call('POST', 'versions/3/unarchive', { reason: 'back again' })).status).toBe(200);
  });

  it('tell what was true when, and what was believed when', async () => {
    const times: string[] = [];
    const now = async (): Promise<string> => {
      const { rows } = await registry.pool.query('SELECT clock_timestamp() AS now, pg_sleep(0.005)');
      return rows[0].now.toISOString();
    };
    for (const version of [1, 2]) {
      await set('edge', version);
      times.push(await now());
    }
    const corrected = await set('edge', 3, {}, { effectiveAt: times[0] });
    expect(corrected.body).toMatchObject({ version: 2, revision: 2 });
    const meant = async (query: object) => {
      const search = new URLSearchParams({ ...query, limit: '1' });
      return (await call('GET', `aliases/edge/history?${search}`)).body.items[0]?.version;
    };
    const between = new Date(Date.parse(times[0] as string) + 1).toISOString();
    expect([await meant({ at: between }), await meant({ at: between, knownAt: times[1] })]).toEqual([3, 1]);
    expect([await meant({}), await meant({ at: '2020-01-01T00:00:00Z' })]).toEqual([2, undefined]);
    const future = await set('edge', 1, {}, { effectiveAt: '2999-01-01T00:00:00Z' });
    expect(future.body).toMatchObject({ status: 422, code: 'correction_not_past' });
    const first = await call('GET', 'aliases/edge/history?limit=2');
    const rest = await call('GET', `aliases/edge/history?limit=2&cursor=${first.body.nextCursor}`);
    const versions = [...first.body.items, ...rest.body.items].map(({ version }: { version: number }) => version);
    expect(versions).toEqual([2, 3, 1]);
  });

  it('documents are revised by compare-and-set and never overwritten', async () => {
    const put = (payload: object, headers = {}) => call('PUT', 'versions/1/card', payload, headers, engineer);
    expect((await call('GET', 'versions/1/card')).body).toMatchObject({ status: 404, code: 'document_not_found' });
    expect((await put({ summary: 'a', extra: { any: ['json'] } }, { 'if-none-match': '*' })).status).toBe(200);
    expect((await put({ summary: 'b' }, { 'if-match': '"0"' })).status).toBe(409);
    expect((await put({ summary: 'b' }, { 'if-match': '"1"' })).body).toMatchObject({ revision: 2 });
    expect((await put({ summary: 'b' })).body).toMatchObject({ revision: 2 });
    expect((await call('GET', 'versions/1/card?revision=1')).body).toMatchObject({
      ...{ revision: 1, body: { summary: 'a', extra: { any: ['json'] } }, digest: expect.stringMatching(/^\w{64}$/) },
    });
    expect((await put({ x: 'x'.repeat(257 * 1024) })).status).toBe(413);
    const report = await call('PUT', 'versions/1/gate-report', { gates: [] }, {}, engineer);
    expect(report.body).toMatchObject({ status: 422, errors: [{ pointer: '/gates' }] });
  });
});
