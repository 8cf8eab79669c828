import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';

const ID = '019c0000-0000-7000-8000-000000000001';
const view = (change: object) => ({
  ...{ id: ID, name: 'ci', role: 'predict', models: ['churn-*'], createdBy: 'token:admin', state: 'live' },
  ...{ createdAt: '2026-11-22T10:00:00Z', expiresAt: '2026-11-25T10:00:00Z', lastUsedAt: null, revokedAt: null },
  ...change,
});
const TOKENS = [view({}), view({ id: ID.replace(/1$/, '2'), name: 'old', state: 'revoked' })];

describe('tokens on the command line', () => {
  let server: Server;
  const asked: { request: string; body: unknown }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        asked.push({ request: `${request.method} ${request.url}`, body: text ? JSON.parse(text) : undefined });
        if (request.method === 'DELETE') return void response.writeHead(204).end();
        const answer = request.method === 'POST' ? view({ token: 'plb_new' }) : { items: TOKENS, nextCursor: null };
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => void (asked.length = 0));

  async function run(...args: string[]) {
    const out: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
    const code = await runCli(args, { environment, stdout: (line) => out.push(line), stderr: () => undefined });
    return { code, out: out.join('\n') };
  }

  it('prints nothing but the new token, so that a script may keep it', async () => {
    const made = await run(
      'token',
      'create',
      'ci',
      '--role',
      'predict',
      '--model',
      'churn-*',
      'fraud',
      '--expires-days',
      '3',
    );
    expect(made).toEqual({ code: 0, out: 'plb_new' });
    const body = { name: 'ci', role: 'predict', models: ['churn-*', 'fraud'], expiresInDays: 3 };
    expect(asked).toEqual([{ request: 'POST /api/v1/tokens', body }]);
  });

  it.each([
    ['never', null],
    ['365', 365],
  ])('takes --expires-days %s', async (text, days) => {
    await run('token', 'create', 'ci', '--role', 'viewer', '--expires-days', text);
    expect(asked[0]?.body).toEqual({ name: 'ci', role: 'viewer', expiresInDays: days });
  });

  it.each([['--role', 'risk'], ['--role', 'viewer', '--expires-days', '0'], []])(
    'exits 2 without asking for wrong usage: %j %j %j %j',
    async (...args) => {
      expect((await run('token', 'create', 'ci', ...args.filter((one) => typeof one === 'string'))).code).toBe(2);
      expect(asked).toEqual([]);
    },
  );

  it('lists live tokens, and all of them when asked', async () => {
    expect((await run('token', 'list')).out).toMatch(/^name.*\n-+.*\nci +predict +churn-\* +live +token:admin.*1$/);
    expect((await run('token', 'list', '--all')).out).toContain('revoked');
  });

  it('revokes by name or id, and never one that has ended by its name', async () => {
    expect((await run('token', 'revoke', 'ci')).code).toBe(0);
    expect((await run('token', 'revoke', ID)).code).toBe(0);
    const deleted = { request: `DELETE /api/v1/tokens/${ID}`, body: undefined };
    expect(asked.filter(({ request }) => request.startsWith('DELETE'))).toEqual([deleted, deleted]);
    expect((await run('token', 'revoke', 'old')).code).toBe(2);
  });
});
