import type { DeadLetterView, Page } from '@plumbline/contracts';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from '../registry-world.builder';

const PERSONAL = '{"model":"loan","subject":"ana@example.com"}';

describeWithServer('database', 'dead letters', () => {
  let registry: RegistryWorld;
  let engineer: string;
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
    engineer = await registry.token('engineer', { name: 'ana' });
  });
  afterAll(() => registry?.close());
  beforeEach(() => registry.pool.query('TRUNCATE dead_letter, bus_record'));

  const put = async (change: { model?: string; topic?: string; payload?: string } = {}): Promise<string> => {
    const { model = 'loan', topic = 'plumbline.outcomes', payload = PERSONAL } = change;
    const { rows } = await registry.pool.query<{ id: string }>(
      `INSERT INTO dead_letter (topic, partition, record_offset, model, reason, record_key, headers, payload)
       VALUES ($1, 2, 7, $2, 'label: give what happened', 'loan:ana', '{"ce_type":"plumbline.outcome.v1"}', $3) RETURNING id`,
      [topic, model, payload],
    );
    return rows[0]!.id;
  };
  const list = async (query = '') =>
    (await registry.call('GET', `dead-letters${query}`, { token: engineer })).json<Page<DeadLetterView>>();
  const replay = (id: string, payload: object = { reason: 'mended the sender' }, token = engineer) =>
    registry.call('POST', `dead-letters/${id}/replay`, { token, payload });
  const published = async () =>
    (await registry.pool.query('SELECT topic, key, headers, value FROM bus_record ORDER BY at, record_offset')).rows;

  it('are listed newest first, by model, topic and whether they were sent again, in pages', async () => {
    const [first, second, third] = [
      await put(),
      await put({ topic: 'plumbline.predictions' }),
      await put({ model: 'churn' }),
    ];
    const page = await list('?limit=2');
    expect(page.items.map(({ id }) => id)).toEqual([third, second]);
    expect((await list(`?limit=2&cursor=${page.nextCursor}`)).items.map(({ id }) => id)).toEqual([first]);
    expect((await list('?model=churn')).items.map(({ id }) => id)).toEqual([third]);
    expect((await list('?topic=plumbline.predictions')).items.map(({ id }) => id)).toEqual([second]);
    await replay(second);
    expect((await list('?replayed=true')).items.map(({ id }) => id)).toEqual([second]);
    expect((await list('?replayed=false')).items.map(({ id }) => id)).toEqual([third, first]);
  });

  it('show the beginning of their record in lists and all of it alone', async () => {
    const payload = 'x'.repeat(700);
    const id = await put({ payload });
    const [listed] = (await list()).items;
    expect([listed!.payload, listed!.payloadBytes]).toEqual(['x'.repeat(500), 700]);
    const one = (await registry.call('GET', `dead-letters/${id}`, { token: engineer })).json<DeadLetterView>();
    expect(one).toMatchObject({ id, partition: 2, offset: '7', key: 'loan:ana', payload, replayedAt: null });
  });

  it('are sent again as they were, with the number of the letter, and keep who did it and why', async () => {
    const id = await put();
    const answer = await replay(id);
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      expect.objectContaining({ replayedBy: 'token:ana', replayReason: 'mended the sender' }),
    ]);
    expect(await published()).toEqual([
      {
        topic: 'plumbline.outcomes',
        key: 'loan:ana',
        headers: { ce_type: 'plumbline.outcome.v1', plumbline_replay_of: id },
        value: PERSONAL,
      },
    ]);
  });

  it('are sent again once: a second replay is refused and tells of the first', async () => {
    const id = await put();
    const answers = await Promise.all([replay(id), replay(id)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const again = await replay(id);
    expect(again.json()).toMatchObject({ status: 409, code: 'dead_letter_replayed' });
    expect(again.json().detail).toContain('token:ana');
    expect(await published()).toHaveLength(1);
  });

  it('are audited when they are sent again, without their record', async () => {
    const id = await put();
    await replay(id);
    const { rows } = await registry.pool.query(
      "SELECT actor, envelope FROM audit_event WHERE action = 'dead_letter.replayed' AND resource_id = $1",
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].envelope).toMatchObject({
      actor: 'token:ana',
      reason: 'mended the sender',
      detail: { topic: 'plumbline.outcomes', model: 'loan' },
    });
    expect(JSON.stringify(rows[0].envelope)).not.toContain('ana@example.com');
  });

  it('are sent again in lots by model and topic, oldest first, with one audit entry a lot', async () => {
    const ids = [await put(), await put(), await put()];
    await put({ model: 'churn' });
    const some = (limit: number) =>
      registry.call('POST', 'dead-letters/replay', {
        token: engineer,
        payload: { model: 'loan', limit, reason: 'again' },
      });
    expect((await some(2)).json()).toEqual({ replayed: 2, left: 1 });
    expect((await some(2)).json()).toEqual({ replayed: 1, left: 0 });
    expect((await some(2)).json()).toEqual({ replayed: 0, left: 0 });
    expect((await published()).map(({ headers }) => headers.plumbline_replay_of)).toEqual(ids);
    const { rows } = await registry.pool.query(
      "SELECT envelope->'detail'->'ids' AS ids FROM audit_event WHERE resource_id = 'many' ORDER BY id",
    );
    expect(rows.map((row) => row.ids)).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });

  it.each([
    ['without a reason', {}, 422],
    ['with an unknown field', { reason: 'why not', force: true }, 422],
  ])('are not sent again %s', async (_, payload, status) => {
    const id = await put();
    expect((await replay(id, payload)).statusCode).toBe(status);
    expect(await published()).toEqual([]);
  });

  it('are not there when the number is unknown or none', async () => {
    expect((await replay('999999')).json()).toMatchObject({ status: 404, code: 'dead_letter_not_found' });
    expect((await registry.call('GET', 'dead-letters/x', { token: engineer })).statusCode).toBe(422);
  });

  it.each([
    ['predict', 403, 403],
    ['viewer', 200, 403],
    ['approver', 200, 403],
    ['engineer', 200, 200],
  ] as const)('are read and sent again by those who may: %s', async (role, reads, replays) => {
    const id = await put();
    const token = await registry.token(role);
    expect((await registry.call('GET', `dead-letters/${id}`, { token })).statusCode).toBe(reads);
    expect((await replay(id, undefined, token)).statusCode).toBe(replays);
  });
});
