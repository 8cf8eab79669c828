import { ACCESS_MATRIX, KEEPS_TO_MODEL_SCOPE, ROLES, type Role } from '@plumbline/contracts';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import { RegistryWorld } from './registry-world.builder';

type Row = 'public' | readonly Role[];
const ROWS: [string, Row][] = Object.entries<Row>(ACCESS_MATRIX.registry);
const KEPT: ReadonlySet<string> = new Set<string>(KEEPS_TO_MODEL_SCOPE.registry);
const NO_ID = '00000000-0000-7000-8000-000000000000';

const addressOf = (pattern: string): string =>
  pattern
    .replace(':model', 'churn-eu')
    .replace(':version', '1')
    .replaceAll(/:(id|runId)\b/g, NO_ID)
    .replaceAll(/:\w+|\*/g, 'none');

describeWithServer('database', 'who may call the control plane', () => {
  let registry: RegistryWorld;
  let url: string;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    registry = await RegistryWorld.start(await testDatabase());
    await registry.app.listen(0, '127.0.0.1');
    url = (await registry.app.getUrl()).replace('[::1]', '127.0.0.1');
    for (const role of ROLES) {
      tokens.set(role, await registry.token(role));
      tokens.set(`expired ${role}`, await registry.token(role, { expiresAt: new Date(Date.now() - 1_000) }));
      tokens.set(`own model ${role}`, await registry.token(role, { models: ['churn-*'] }));
      tokens.set(`other model ${role}`, await registry.token(role, { models: ['fraud', 'churn'] }));
    }
  });
  afterAll(() => registry?.close());

  async function statusOf(route: string, token?: string): Promise<number> {
    const [method = '', pattern = ''] = route.split(' ');
    if (pattern === '/api/v1/stream') return streamStatus(token);
    return (await registry.call(method, addressOf(pattern), token === undefined ? {} : { token })).statusCode;
  }
  /** A stream never ends by itself. */
  async function streamStatus(token?: string): Promise<number> {
    const controller = new AbortController();
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { status } = await fetch(`${url}/api/v1/stream`, { headers, signal: controller.signal });
    controller.abort();
    return status;
  }
  const refusalOf = (status: number) => (status === 401 || status === 403 ? status : 'let in');

  it('is said for every route, and for no other', () => {
    expect([...new Set(registry.routes)].sort()).toEqual(ROWS.map(([route]) => route).sort());
  });

  it.each(ROWS)('is as the matrix says for %s', async (route, row) => {
    const isPublic = row === 'public';
    const ofModel = route.includes('/:model');
    const found: Record<string, unknown> = { 'no token': refusalOf(await statusOf(route)) };
    const expected: Record<string, unknown> = { 'no token': isPublic ? 'let in' : 401 };
    for (const role of ROLES) {
      const ifAllowed = (otherwise: unknown) => (isPublic ? 'let in' : row.includes(role) ? otherwise : 403);
      expected[role] = ifAllowed('let in');
      expected[`expired ${role}`] = isPublic ? 'let in' : 401;
      expected[`own model ${role}`] = ifAllowed(ofModel || KEPT.has(route) ? 'let in' : 403);
      expected[`other model ${role}`] = ifAllowed(KEPT.has(route) ? 'let in' : 403);
      for (const who of [role, `expired ${role}`, `own model ${role}`, `other model ${role}`])
        found[who] = refusalOf(await statusOf(route, tokens.get(who)));
    }
    expect(found).toEqual(expected);
  });

  it.each(ROWS.filter(([, row]) => row !== 'public'))('says why not: %s', async (route, row) => {
    const [method = '', pattern = ''] = route.split(' ');
    const codeOf = async (token?: string) => {
      const answer = await registry.call(method, addressOf(pattern), token === undefined ? {} : { token });
      const { code, error_code: mlflowCode } = answer.json<{ code?: string; error_code?: string }>();
      return code ?? mlflowCode;
    };
    const isMlflow = pattern.startsWith('/api/2.0/') || pattern.startsWith('/ajax-api/');
    const expired = await codeOf(tokens.get('expired viewer'));
    expect([await codeOf(), expired]).toEqual(
      isMlflow ? ['UNAUTHENTICATED', 'UNAUTHENTICATED'] : ['token_missing', 'token_expired'],
    );
    const outside = ROLES.find((role) => !(row as readonly Role[]).includes(role));
    if (outside) expect(await codeOf(tokens.get(outside))).toBe(isMlflow ? 'PERMISSION_DENIED' : 'role_forbidden');
    const inside = (row as readonly Role[])[0] as Role;
    if (!KEPT.has(route) && !isMlflow)
      expect(await codeOf(tokens.get(`other model ${inside}`))).toBe('model_forbidden');
  });
});
