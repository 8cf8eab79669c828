import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runCli } from '../run-cli';
import { parseUntil } from './alerts';

const ID = '019c0000-0000-7000-8000-000000000001';
const ALERT = {
  ...{ id: ID, model: 'loan', version: 1, kind: 'drift', rule: 'drift', subject: null, state: 'firing' },
  ...{ severity: 'warning', title: 'loan: the data drift', detail: {}, occurrences: 3, resolvedAt: null },
  ...{ createdAt: '2026-11-22T10:00:00Z', lastSeenAt: '2026-11-22T11:00:00Z', acknowledgedAt: null },
  ...{ acknowledgedBy: null, silence: { id: ID, until: '2026-11-23T10:00:00Z', reason: 'known', by: 'user:ana' } },
  history: [{ at: '2026-11-22T10:00:00Z', what: 'raised', by: 'system:monitor', reason: null, detail: {} }],
  deliveries: [
    { event: 'alert.raised', receiver: 'hooks.example.com', state: 'dead', attempts: 12, error: 'answered 500' },
  ],
};
const WEBHOOK = {
  ...{ id: ID, url: 'https://hooks.example.com/a', events: ['alert.*'], models: ['*'], createdBy: 'token:admin' },
  ...{ disabledAt: null, disabledReason: null, lastDelivery: null, secret: 'whsec_new' },
};

describe('alerts and webhooks on the command line', () => {
  let server: Server;
  const asked: { request: string; body: unknown }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const { method, url = '' } = request;
        asked.push({ request: `${method} ${url}`, body: text ? JSON.parse(text) : undefined });
        if (method === 'DELETE') return void response.writeHead(204).end();
        const one = url.includes('/webhooks') ? WEBHOOK : ALERT;
        const isList = method === 'GET' && !url.includes(ID);
        response.end(JSON.stringify(isList ? { items: [one], nextCursor: null } : one));
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

  it('lists what fires, and everything when asked', async () => {
    expect((await run('alerts', 'list', 'loan')).out).toMatch(/loan +drift +- +firing, silenced +warning +3/);
    await run('alerts', 'list', '--state', 'all', '--severity', 'critical');
    expect(asked.map(({ request }) => request)).toEqual([
      'GET /api/v1/alerts?state=firing&model=loan',
      'GET /api/v1/alerts?severity=critical',
    ]);
  });

  it('shows history and who was told, or the whole as JSON', async () => {
    const { out } = await run('alerts', 'show', ID);
    expect(out).toContain('silent until 2026-11-23T10:00:00Z by user:ana: known');
    expect(out).toMatch(/raised +system:monitor/);
    expect(out).toMatch(/hooks.example.com +dead +12 +answered 500/);
    expect(JSON.parse((await run('-o', 'json', 'alerts', 'show', ID)).out)).toEqual(ALERT);
  });

  it('silences until a time, acknowledges, and resolves with a reason', async () => {
    const until = '2026-12-01T08:00:00.000Z';
    await run('alerts', 'silence', ID, '--until', '2026-12-01T08:00:00Z', '--reason', 'known');
    await run('alerts', 'acknowledge', ID);
    await run('alerts', 'resolve', ID, '--reason', 'a holiday');
    expect(asked).toEqual([
      { request: `POST /api/v1/alerts/${ID}/silence`, body: { until, reason: 'known' } },
      { request: `POST /api/v1/alerts/${ID}/acknowledge`, body: {} },
      { request: `POST /api/v1/alerts/${ID}/resolve`, body: { reason: 'a holiday' } },
    ]);
  });

  it.each([
    [['alerts', 'silence', ID, '--until', 'someday', '--reason', 'known']],
    [['alerts', 'silence', ID, '--reason', 'known']],
    [['alerts', 'resolve', ID]],
    [['alerts', 'list', '--state', 'open']],
    [['webhooks', 'rotate', ID, '--overlap-hours', '1000']],
  ])('exits 2 without asking for wrong usage: %j', async (args) => {
    expect((await run(...args)).code).toBe(2);
    expect(asked).toEqual([]);
  });

  it('silences by a matcher, lists silences, and ends one', async () => {
    const until = '2026-12-01T08:00:00.000Z';
    await run('alerts', 'silence-all', '--model', 'churn-*', '--rule', 'drift', '--until', until, '--reason', 'moving');
    await run('alerts', 'silences');
    expect((await run('alerts', 'unsilence', ID)).code).toBe(0);
    expect(asked).toEqual([
      { request: 'POST /api/v1/silences', body: { model: 'churn-*', rule: 'drift', until, reason: 'moving' } },
      { request: 'GET /api/v1/silences', body: undefined },
      { request: `DELETE /api/v1/silences/${ID}`, body: undefined },
    ]);
  });

  it('takes a span from now for a time', () => {
    const now = Date.parse('2026-11-23T10:00:00Z');
    expect(['90m', '8h', '2d'].map((span) => parseUntil(span, now))).toEqual([
      ...['2026-11-23T11:30:00.000Z', '2026-11-23T18:00:00.000Z', '2026-11-25T10:00:00.000Z'],
    ]);
  });

  it('prints nothing but a secret that was made, so that a script may keep it', async () => {
    const made = await run('webhooks', 'create', WEBHOOK.url, '--event', 'alert.*', 'rollout.ended', '--model', 'loan');
    expect(made).toEqual({ code: 0, out: 'whsec_new' });
    expect((await run('webhooks', 'rotate', ID)).out).toBe('whsec_new');
    expect(asked).toEqual([
      {
        request: 'POST /api/v1/webhooks',
        body: { url: WEBHOOK.url, events: ['alert.*', 'rollout.ended'], models: ['loan'] },
      },
      { request: `POST /api/v1/webhooks/${ID}/rotate`, body: { overlapHours: 24 } },
    ]);
  });

  it('lists, tests, enables and deletes webhooks', async () => {
    expect((await run('webhooks', 'list')).out).toMatch(/hooks.example.com\/a +alert\.\* +\* +nothing sent yet/);
    for (const action of ['test', 'enable', 'delete']) expect((await run('webhooks', action, ID)).code).toBe(0);
    expect(asked.map(({ request }) => request)).toEqual([
      'GET /api/v1/webhooks',
      `POST /api/v1/webhooks/${ID}/test`,
      `POST /api/v1/webhooks/${ID}/enable`,
      `DELETE /api/v1/webhooks/${ID}`,
    ]);
  });
});
