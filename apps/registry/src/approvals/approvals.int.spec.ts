import type { ApprovalView, NewTokenView } from '@plumbline/contracts';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

const PROTECTED = { protected: [{ alias: 'champion', approvals: 2 }] };

describeWithServer('database', 'approvals', () => {
  let registry: RegistryWorld;
  let ana: string;
  let bob: string;
  let carol: string;
  let engineer: string;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
    ana = await registry.token('approver', { name: 'ana' });
    bob = await registry.token('approver', { name: 'bob' });
    carol = await registry.token('approver', { name: 'carol' });
    engineer = await registry.token('engineer', { name: 'eve' });
  });
  afterAll(() => registry?.close());

  const call = async (method: string, path: string, payload?: object, token = registry.adminToken, headers = {}) => {
    const answer = await registry.call(method, path, { token, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body ? answer.json() : null };
  };
  /** Three versions, the first one champion, champion protected. */
  async function aModel(name: string, policy: object = PROTECTED): Promise<string> {
    await registry.pool.query('INSERT INTO model (name, last_version) VALUES ($1, 3)', [name]);
    await registry.pool.query(
      `INSERT INTO model_version (model, version, artifact_digest, artifact_bytes, signature, created_by)
       SELECT $1, v, repeat(v::text, 64), 1, '{}', 'token:spec' FROM generate_series(1, 3) AS v`,
      [name],
    );
    expect((await call('POST', `models/${name}/promote`, { version: 1, reason: 'first' })).status).toBe(200);
    expect((await call('PUT', `models/${name}/policies/aliases`, policy)).status).toBe(200);
    return name;
  }
  async function asked(model: string, version = 2, token = ana): Promise<ApprovalView> {
    const answer = await call('POST', 'approvals', { model, version, reason: 'better' }, token);
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    return answer.body;
  }
  const decide = (how: string, id: string, token: string) =>
    call('POST', `approvals/${id}/${how}`, { reason: 'looked at it' }, token);
  const championOf = async (model: string) => (await call('GET', `models/${model}/aliases/champion`)).body;
  const audited = async (id: string): Promise<string[]> =>
    (await registry.pool.query('SELECT action FROM audit_event WHERE resource_id = $1 ORDER BY id', [id])).rows.map(
      ({ action }) => action,
    );

  it('promotes with two approvals by others, and history says on what evidence', async () => {
    const model = await aModel('two-people');
    const card = await call('PUT', `models/${model}/versions/2/card`, { limitations: ['small data'] }, engineer);
    expect([card.status, card.headers['etag']]).toEqual([200, '"1"']);
    const promote = await call('POST', `models/${model}/promote`, { version: 2, reason: 'better' }, engineer);
    expect(promote.status).toBe(202);
    expect(promote.body).toMatchObject({
      created: true,
      approval: { requester: 'token:eve', state: 'open', boundTo: { cardRevision: 1, aliasRevision: 1 } },
    });
    const { id } = promote.body.approval as ApprovalView;
    expect(promote.headers['location']).toBe(`/api/v1/approvals/${id}`);
    expect((await decide('approve', id, bob)).body).toMatchObject({ state: 'open', approvals: 1 });
    expect(await championOf(model)).toMatchObject({ version: 1, revision: 1 });
    expect((await decide('approve', id, carol)).body).toMatchObject({ state: 'applied', approvals: 2 });
    expect(await championOf(model)).toMatchObject({ version: 2, revision: 2 });
    const { body } = await call('GET', `models/${model}/aliases/champion/history?at=${new Date().toISOString()}`);
    expect(body.items[0]).toMatchObject({
      ...{ version: 2, previousVersion: 1, reason: 'better' },
      evidence: { approvalId: id, requester: 'token:eve', approvers: ['token:bob', 'token:carol'], cardRevision: 1 },
    });
    const actions = ['approval.requested', 'approval.approved', 'approval.approved', 'approval.applied'];
    expect(await audited(id)).toEqual(actions);
  });

  it('refuses the requester, a second token of theirs, a second vote, and who has no say', async () => {
    const model = await aModel('own');
    const { id } = await asked(model);
    const second = await call('POST', 'tokens', { name: 'ana-laptop', role: 'approver' }, ana);
    const secondToken = (second.body as NewTokenView).token;
    for (const token of [ana, secondToken])
      expect((await decide('approve', id, token)).body).toMatchObject({ status: 403, code: 'approval_own' });
    await decide('approve', id, bob);
    expect((await decide('approve', id, bob)).body).toMatchObject({ status: 409, code: 'approval_repeated' });
    expect((await decide('approve', id, engineer)).body).toMatchObject({ status: 403, code: 'approver_role' });
    expect(await championOf(model)).toMatchObject({ version: 1 });
  });

  it.each<[string, string, object, string]>([
    ['the card', 'PUT models/:m/versions/2/card', { limitations: 'none' }, 'card of version 2'],
    [
      'the gate report',
      'PUT models/:m/versions/2/gate-report',
      { gates: [{ gate: 'a', verdict: 'PASS' }] },
      'gate rep',
    ],
    ['archiving', 'POST models/:m/versions/2/archive', { reason: 'bad data' }, 'archived'],
    ['a weaker rule', 'PUT models/:m/policies/aliases', { protected: [] }, 'no longer protected'],
  ])('is void by %s, at once and for good', async (name, route, payload, why) => {
    const model = await aModel(`void-${name.replaceAll(' ', '-')}`);
    const { id } = await asked(model);
    await decide('approve', id, bob);
    const [method = '', path = ''] = route.replace(':m', model).split(' ');
    expect((await call(method, path, payload)).status).toBe(200);
    const shown = (await call('GET', `approvals/${id}`)).body;
    expect(shown).toMatchObject({ state: 'void', stateReason: expect.stringContaining(why) });
    expect((await decide('approve', id, carol)).status).toBe(409);
    expect(await championOf(model)).toMatchObject({ version: 1 });
    expect(await audited(id)).toContain('approval.voided');
  });

  it('is void when the alias moved meanwhile', async () => {
    const model = await aModel('moved', { protected: [{ alias: 'champion', approvals: 1 }] });
    const first = await asked(model, 2);
    const second = await asked(model, 3);
    await decide('approve', second.id, bob);
    expect((await call('GET', `approvals/${first.id}`)).body).toMatchObject({ state: 'void' });
    expect(await championOf(model)).toMatchObject({ version: 3 });
  });

  it('applies once when two last approvals come at the same time', async () => {
    const model = await aModel('race', { protected: [{ alias: 'champion', approvals: 1 }] });
    const { id } = await asked(model);
    const both = await Promise.all([decide('approve', id, bob), decide('approve', id, carol)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { rows } = await registry.pool.query(
      'SELECT count(*)::int AS moves FROM model_alias_change WHERE model = $1 AND version = 2',
      [model],
    );
    expect([rows[0].moves, (await championOf(model)).revision]).toEqual([1, 2]);
  });

  it('counts both when two of two come at the same time', async () => {
    const model = await aModel('both');
    const { id } = await asked(model);
    const both = await Promise.all([decide('approve', id, bob), decide('approve', id, carol)]);
    expect(both.map(({ body }) => body.state).sort()).toEqual(['applied', 'open']);
    expect(await championOf(model)).toMatchObject({ version: 2 });
  });

  it('leaves nothing behind when the transaction of the last approval dies', async () => {
    const model = await aModel('killed', { protected: [{ alias: 'champion', approvals: 1 }] });
    const { id } = await asked(model);
    await registry.pool.query(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
       CREATE TRIGGER die BEFORE INSERT ON model_alias_change FOR EACH ROW WHEN (NEW.model = 'killed') EXECUTE FUNCTION die()`,
    );
    expect((await decide('approve', id, bob)).status).toBe(500);
    await registry.pool.query('DROP FUNCTION die CASCADE');
    expect((await call('GET', `approvals/${id}`)).body).toMatchObject({ state: 'open', approvals: 0 });
    expect(await championOf(model)).toMatchObject({ version: 1, revision: 1 });
    expect((await decide('approve', id, bob)).body).toMatchObject({ state: 'applied' });
  });

  it('lets only an admin weaken the rule, and brakes without approvals', async () => {
    const model = await aModel('rules', { protected: [{ alias: 'champion', approvals: 1 }] });
    const put = (payload: object, token: string) => call('PUT', `models/${model}/policies/aliases`, payload, token);
    expect((await put({ protected: [] }, engineer)).status).toBe(403);
    expect((await put(PROTECTED, engineer)).status).toBe(200);
    const { id } = await asked(model);
    for (const token of [bob, carol]) await decide('approve', id, token);
    const back = await call('POST', `models/${model}/rollback`, { reason: 'it fails' });
    expect([back.status, back.body]).toEqual([200, expect.objectContaining({ version: 1 })]);
    const { body } = await call('GET', `models/${model}/aliases/champion/history`);
    expect(body.items[0].evidence).toMatchObject({ emergencyBrake: true });
  });

  it('is listed, rejected and withdrawn', async () => {
    const model = await aModel('lists');
    const [one, two] = [await asked(model, 2), await asked(model, 3)];
    expect((await decide('withdraw', one.id, bob)).status).toBe(403);
    expect((await decide('withdraw', one.id, ana)).body).toMatchObject({ state: 'withdrawn' });
    expect((await decide('reject', two.id, bob)).body).toMatchObject({
      state: 'rejected',
      stateReason: 'looked at it',
    });
    const list = async (query: string) => (await call('GET', `approvals?model=${model}&${query}`)).body;
    expect((await list('state=rejected')).items.map(({ id }: ApprovalView) => id)).toEqual([two.id]);
    const page = await list('limit=1');
    expect((await list(`limit=1&cursor=${page.nextCursor}`)).items[0].id).toBe(one.id);
    const scoped = await registry.token('approver', { models: ['other-*'] });
    expect((await call('GET', 'approvals', undefined, scoped)).body.items).toEqual([]);
    expect((await call('GET', `approvals/${one.id}`, undefined, scoped)).status).toBe(403);
  });
});
