import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE, ROLES, type Role } from '@plumbline/contracts';
import { hashToken, newToken, TOKEN_CHANNEL } from '@plumbline/platform';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { uuidv7 } from 'uuidv7';
import { InferenceWorld } from './inference-world.builder';
import { startInference, type RunningInference } from './running-inference.builder';

type Row = 'public' | readonly Role[];
const ROWS: [string, Row][] = Object.entries<Row>(ACCESS_MATRIX.inference);
const KEPT: ReadonlySet<string> = new Set<string>(KEEPS_TO_MODEL_SCOPE.inference);

const addressOf = (pattern: string): string =>
  pattern.replaceAll('\\:', '\0').replace(':model', 'bank-eu').replace(':version', '1').replaceAll('\0', ':');

describeWithServer('database', 'who may call the data plane', () => {
  let world: InferenceWorld;
  let inference: RunningInference;
  const tokens = new Map<string, string>();

  async function tokenOf(role: Role, models = ['*'], expiresAt: Date | null = null): Promise<string> {
    const token = newToken();
    await world.pool.query(
      'INSERT INTO api_token (id, name, hash, role, models, expires_at) VALUES ($1::uuid, $1::text, $2, $3, $4, $5)',
      [uuidv7(), hashToken(token), role, models, expiresAt],
    );
    return token;
  }
  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    for (const model of ['bank-eu', 'fraud']) {
      await world.register(model, 1);
      await world.promote(model, 1);
    }
    inference = await startInference(world);
    for (const role of ROLES) {
      tokens.set(role, await tokenOf(role));
      tokens.set(`expired ${role}`, await tokenOf(role, ['*'], new Date(Date.now() - 1_000)));
      tokens.set(`own model ${role}`, await tokenOf(role, ['bank-*']));
      tokens.set(`other model ${role}`, await tokenOf(role, ['fraud', 'bank']));
    }
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  async function refusalOf(route: string, token = ''): Promise<number | 'let in'> {
    const [method = '', pattern = ''] = route.split(' ');
    const headers = { connection: 'close', ...(token && { authorization: `Bearer ${token}` }) };
    const { status } = await fetch(`${inference.client.url}${addressOf(pattern)}`, { method, headers });
    return status === 401 || status === 403 ? status : 'let in';
  }

  it.each(ROWS)('is as the matrix says for %s', async (route, row) => {
    const isPublic = row === 'public';
    const ofModel = route.includes('/:model');
    const found: Record<string, unknown> = { 'no token': await refusalOf(route) };
    const expected: Record<string, unknown> = { 'no token': isPublic ? 'let in' : 401 };
    for (const role of ROLES) {
      const ifAllowed = (otherwise: unknown) => (isPublic ? 'let in' : row.includes(role) ? otherwise : 403);
      expected[role] = ifAllowed('let in');
      expected[`expired ${role}`] = isPublic ? 'let in' : 401;
      expected[`own model ${role}`] = ifAllowed(ofModel || KEPT.has(route) ? 'let in' : 403);
      expected[`other model ${role}`] = ifAllowed(KEPT.has(route) ? 'let in' : 403);
      // Asked twice: the second time the cache knows the token, and another path of the hook decides.
      for (const who of [role, `expired ${role}`, `own model ${role}`, `other model ${role}`])
        for (const turn of [1, 2])
          found[who] = await refusalOf(route, tokens.get(who)).then((now) =>
            turn === 2 && now !== found[who] ? 'changed' : now,
          );
    }
    expect(found).toEqual(expected);
  });

  it('names the model that a token is not for, on both paths of the check', async () => {
    const token = await tokenOf('predict', ['fraud']);
    for (const model of ['bank-eu', 'bank-eu']) {
      const answer = await inference.client.refused(model, { instances: [{ x: 1 }] }, token);
      expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
        403,
        'model_forbidden',
        'The token is for the models fraud; not for bank-eu.',
      ]);
      expect((await inference.client.predict('fraud', { instances: [{ x: 1 }] }, token)).status).toBe(200);
    }
    const encoded = await inference.client.refused('b%61nk-eu', { instances: [{ x: 1 }] }, token);
    expect(encoded.status).toBe(403);
  });

  it('shows a token with model scope its models only', async () => {
    const token = await tokenOf('predict', ['fr*']);
    expect((await inference.client.get('/v1/models', token)).body).toMatchObject({ models: ['fraud'] });
    expect((await inference.client.get('/v1/models', tokens.get('predict'))).body).toMatchObject({
      models: ['bank-eu', 'fraud'],
    });
  });

  it('refuses a token within two seconds of its revocation elsewhere, although it was in use', async () => {
    const token = await tokenOf('predict');
    const ask = async () => (await inference.client.predict('bank-eu', { instances: [{ x: 1 }] }, token)).status;
    expect([await ask(), await ask()]).toEqual([200, 200]);
    await world.pool.query('UPDATE api_token SET revoked_at = now() WHERE hash = $1', [hashToken(token)]);
    await world.pool.query('SELECT pg_notify($1, $2)', [TOKEN_CHANNEL, `token:${hashToken(token)}`]);
    const startedAt = performance.now();
    while ((await ask()) !== 401) expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
