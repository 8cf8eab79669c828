import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../run-cli';

const GOOD = new Map([
  ['plb_ana', { name: 'ana', role: 'engineer', models: ['*'] }],
  ['plb_eu', { name: 'eu', role: 'predict', models: ['churn-*'] }],
  ['plb_admin', { name: 'admin', role: 'admin', models: ['*'] }],
]);

describe('signing in on the command line', () => {
  let server: Server;
  let url: string;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const who = GOOD.get((request.headers.authorization ?? '').replace('Bearer ', ''));
      const problem = { code: 'token_invalid', detail: 'not known' };
      response.writeHead(who ? 200 : 401).end(JSON.stringify(who ?? problem));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-login-'));
    file = join(folder, 'config', 'plumbline', 'credentials.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(
    args: string[],
    { token, typed = '', to = url }: { token?: string; typed?: string; to?: string } = {},
  ) {
    const [out, err]: [string[], string[]] = [[], []];
    const environment = { url: to, token, dataDir: folder, kafkaTopicPrefix: '', credentialsFile: file };
    const code = await runCli(args, {
      ...{ environment, readSecret: async () => typed },
      ...{ stdout: (line) => out.push(line), stderr: (line) => err.push(line) },
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  it('keeps a token that the server knows, for its owner’s eyes only, and uses it', async () => {
    const login = await run(['login'], { typed: 'plb_ana' });
    expect([login.code, login.out]).toEqual([0, `signed in to ${url} as ana, role engineer; kept in ${file}`]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(login.out + login.err).not.toContain('plb_ana');
    expect(await run(['whoami'])).toMatchObject({
      ...{ code: 0, out: 'ana, role engineer', err: `server ${url} (token of plumbline login)` },
    });
  });

  it('keeps no token that the server does not know, and none that is empty', async () => {
    expect(await run(['login'], { typed: 'plb_wrong' })).toMatchObject({ code: 1 });
    expect(await run(['login'], { typed: '' })).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
  });

  it('takes PLUMBLINE_TOKEN first, then the login, then the data folder', async () => {
    writeFileSync(join(folder, 'admin-token'), 'plb_admin\n');
    expect((await run(['whoami'])).out).toBe('admin, role admin');
    await run(['login'], { typed: 'plb_ana' });
    expect((await run(['whoami'])).out).toBe('ana, role engineer');
    expect((await run(['whoami'], { token: 'plb_eu' })).out).toBe('eu, role predict, models churn-*');
  });

  it('sends a token only to the server it was kept for, and forgets it with logout', async () => {
    await run(['login'], { typed: 'plb_ana', to: `${url}/` });
    const other = url.replace('127.0.0.1', 'localhost');
    expect((await run(['whoami'], { to: other })).err).toContain('no token: run plumbline login');
    expect((await run(['logout'], { to: other })).out).toContain('no token was kept');
    expect((await run(['logout'])).out).toContain('forgot the token');
    expect(readFileSync(file, 'utf8')).not.toContain('plb_ana');
    expect((await run(['whoami'])).code).toBe(1);
  });

  it('says that the file is damaged rather than losing it', async () => {
    await run(['login'], { typed: 'plb_ana' });
    writeFileSync(file, '{');
    expect(await run(['login'], { typed: 'plb_ana' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('not JSON'),
    });
    expect(readFileSync(file, 'utf8')).toBe('{');
  });
});
