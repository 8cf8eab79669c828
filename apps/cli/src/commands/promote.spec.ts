import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';

const approval = { id: 'r1', state: 'open', stateReason: '', approvals: 0, approvalsNeeded: 2, version: 3 };
const awaiting = { approval, created: true, detail: 'Alias champion of churn is protected: 2 more approvals' };

let server: Server;
let asked: string[];
let states: object[];
let promoted: { status: number; body: object };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const promoting = request.method === 'POST';
    const body = promoting ? promoted.body : { ...approval, ...(states.shift() ?? {}) };
    response.writeHead(promoting ? promoted.status : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  [asked, states, promoted] = [[], [], { status: 202, body: awaiting }];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = { url, token: 't', dataDir: '/nowhere', kafkaTopicPrefix: '' };
  const code = await runCli(args, { environment, stdout: (l) => out.push(l), stderr: (l) => err.push(l) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const promote = (...more: string[]) => run('promote', 'churn', '3', '--reason', 'better', ...more);

describe('plumbline promote', () => {
  it('says what is awaited and is done where the champion is protected', async () => {
    expect(await promote()).toMatchObject({ code: 0, out: awaiting.detail });
  });

  it('never says that it is champion while it waits', async () => {
    expect((await promote()).out).not.toContain('is champion');
    promoted = { status: 200, body: { alias: 'champion', version: 3 } };
    expect(await promote('--wait')).toMatchObject({ code: 0, out: 'churn version 3 is champion' });
  });

  it('waits until the approvals are there', async () => {
    states = [{ approvals: 1 }, { state: 'applied', approvals: 2 }];
    expect(await promote('--wait')).toMatchObject({ code: 0, out: 'churn version 3 is champion' });
    expect(asked).toEqual([
      'POST /api/v1/models/churn/promote',
      'GET /api/v1/approvals/r1',
      'GET /api/v1/approvals/r1',
    ]);
  });

  it.each(['rejected', 'withdrawn', 'void'])('exits 3 when the request is %s', async (state) => {
    states = [{ state, stateReason: 'too risky' }];
    expect(await promote('--wait')).toMatchObject({ code: 3, err: expect.stringContaining('too risky') });
  });

  it('exits 4 when nobody decides in time', async () => {
    expect((await promote('--wait', '--timeout', '0.001')).code).toBe(4);
    expect((await promote('--wait', '--timeout', 'soon')).code).toBe(2);
  });
});

describe('plumbline history', () => {
  it('asks what an alias meant, as it was known', async () => {
    states = [{ items: [] }];
    await run('history', 'churn', '--alias', 'staging', '--at', '2026-01-01T00:00:00Z', '--known-at', '2026-02-01');
    expect(asked).toEqual([
      'GET /api/v1/models/churn/aliases/staging/history?at=2026-01-01T00%3A00%3A00Z&knownAt=2026-02-01',
    ]);
  });
});
