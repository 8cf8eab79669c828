import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type DomainEvent, TOPICS } from '@plumbline/contracts';
import { createPool, systemClock } from '@plumbline/platform';
import { describeWithServer, InMemoryEventBus, InMemoryJobQueue, testDatabase, waitUntil } from '@plumbline/testing';
import type { TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import type { DelivererProcessOptions } from '../testing/deliverer-process';
import { Deliverer, type DelivererOptions } from './deliverer';
import { selectDeliveries } from './deliveries.query';
import { deliveriesStore, newEventId } from './deliveries.store';
import { relayDomainEvents } from './relay-domain-events';
import { Receivers } from './receiver/receivers';
import { SecretBox } from './secret-box';
import { SweepDeliveries } from './sweep-deliveries';
import { WebhooksStore } from './webhooks.store';

const ROOT = join(__dirname, '../../../../..');
const KEY = Buffer.alloc(32, 7);
const AT_ONCE: DelivererOptions = { schedule: { firstDelayMs: 0, maximumAttempts: 3 } };

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describeWithServer('database', 'deliveries', () => {
  let database: TestDatabase;
  let pool: Pool;
  let server: Server;
  let port: number;
  let endpoint: { id: string; secret: string };
  let answer: (response: ServerResponse) => void;
  const received: Received[] = [];
  const disabled: string[] = [];
  const webhooks = new WebhooksStore(new SecretBox(KEY));

  beforeEach(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    received.length = 0;
    disabled.length = 0;
    answer = (response) => response.writeHead(204).end();
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        answer(response);
      });
    });
    await listen(0);
    endpoint = await webhooks.insert(pool, wanting(`http://127.0.0.1:${port}/hook`));
  });
  afterEach(async () => {
    await down();
    await pool.end();
    await database.drop();
  });

  const wanting = (url: string, events = ['*']) => ({
    url,
    description: '',
    events,
    models: ['*'],
    actor: 'token:spec',
  });
  async function listen(at: number): Promise<void> {
    await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }
  async function down(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  const deliverer = (options = AT_ONCE, receivers = new Receivers([`127.0.0.1:${port}`])) =>
    new Deliverer(
      {
        ...{ pool, webhooks, receivers, mailer: null, clock: systemClock },
        onDisabled: async (_id, host) => void disabled.push(host),
      },
      options,
    );
  const put = (id = newEventId()) =>
    deliveriesStore.toWebhooks(pool, {
      id,
      type: 'alert.raised',
      at: new Date(),
      model: 'loan',
      data: { title: 'drift' },
    });
  async function round(one = deliverer()): Promise<number> {
    const due = await deliveriesStore.due(pool, 100);
    await Promise.all(due.map((id) => one.deliver(id)));
    return due.length;
  }
  const all = async () => (await selectDeliveries(pool, { limit: 100 })).items;
  const signatureOf = ({ headers, body }: Received, secret: string): string => {
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  };

  it('arrive signed by Standard Webhooks, once for each event', async () => {
    const id = newEventId();
    await put(id);
    await put(id);
    expect([await round(), await round()]).toEqual([1, 0]);
    expect(received).toHaveLength(1);
    const [message] = received as [Received];
    expect(message.headers).toMatchObject({ 'webhook-id': id, 'content-type': 'application/json' });
    expect(Math.abs(Number(message.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    expect(message.headers['webhook-signature']).toBe(signatureOf(message, endpoint.secret));
    expect(JSON.parse(message.body)).toMatchObject({ type: 'alert.raised', data: { title: 'drift' } });
    expect(await all()).toMatchObject([
      { id, state: 'delivered', attempts: 1, status: 204, receiver: `127.0.0.1:${port}` },
    ]);
  });

  it('are sent by one worker however many try', async () => {
    await put();
    await Promise.all([round(), round(), round()]);
    expect(received).toHaveLength(1);
  });

  it('wait while the receiver is down, and arrive once when it is back', async () => {
    await put();
    await down();
    await round();
    expect(await all()).toMatchObject([
      { state: 'waiting', attempts: 1, error: expect.stringContaining('ECONNREFUSED') },
    ]);
    await listen(port);
    await round();
    await round();
    expect(received).toHaveLength(1);
    expect(await all()).toMatchObject([{ state: 'delivered', attempts: 2, error: null }]);
  });

  it('are given up after the last attempt, and say why', async () => {
    answer = (response) => response.writeHead(500).end();
    await put();
    for (let attempt = 0; attempt < 4; attempt++) await round();
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(received).toHaveLength(3);
    expect(await all()).toMatchObject([
      {
        state: 'dead',
        attempts: 3,
        status: 500,
        error: 'given up after 3 attempts: answered 500',
        nextAttemptAt: null,
      },
    ]);
  });

  it('are tried again when the receiver is too slow, and a slow one holds up no other', async () => {
    answer = () => undefined;
    const other: string[] = [];
    const quick = createServer((_, response) => {
      other.push('quick');
      response.end();
    });
    await new Promise<void>((resolve) => quick.listen(0, '127.0.0.1', resolve));
    const quickHost = `127.0.0.1:${(quick.address() as AddressInfo).port}`;
    await webhooks.insert(pool, wanting(`http://${quickHost}/`));
    await put();
    const limits = { timeoutMs: 2_000, maximumAnswerBytes: 1_000 };
    await round(deliverer({ ...AT_ONCE, limits }, new Receivers([`127.0.0.1:${port}`, quickHost])));
    quick.closeAllConnections();
    quick.close();
    expect(other).toEqual(['quick']);
    expect((await all()).map(({ state, error }) => [state, error]).sort()).toEqual([
      ['delivered', null],
      ['waiting', 'no answer within 2000 ms'],
    ]);
  });

  it('wait as long as the receiver asks for', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    await put();
    await round();
    expect(await round()).toBe(0);
    const nextAttemptAt = (await all())[0]?.nextAttemptAt;
    expect(Date.parse(nextAttemptAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('end for a receiver that answers 410, which is disabled and hears of nothing more', async () => {
    answer = (response) => response.writeHead(410).end();
    await put();
    await put();
    for (let i = 0; i < 3; i++) await round();
    expect((await webhooks.find(pool, endpoint.id))?.disabledReason).toBe('the receiver answered 410 Gone');
    expect(disabled).toEqual([`127.0.0.1:${port}`]);
    const seen = received.length;
    await put();
    expect(await round()).toBe(0);
    expect(received).toHaveLength(seen);
    expect((await all()).map(({ state }) => state)).toEqual(['dead', 'dead']);
    expect(await webhooks.enable(pool, endpoint.id)).toBe(true);
  });

  it('do not follow a redirect', async () => {
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    await put();
    await round();
    expect(received).toHaveLength(1);
    expect(await all()).toMatchObject([{ state: 'waiting', status: 302, error: 'answered 302' }]);
  });

  it('never reach a private address that nobody allowed', async () => {
    await put();
    await round(deliverer(AT_ONCE, new Receivers([])));
    expect(received).toEqual([]);
    expect(await all()).toMatchObject([{ state: 'waiting', error: 'expected https' }]);
    const rebound = new Receivers([], async () => [{ address: '127.0.0.1', family: 4 }]);
    await webhooks.insert(pool, wanting(`https://rebind.example:${port}/`, ['alert.raised']));
    await put();
    await round(deliverer(AT_ONCE, rebound));
    expect(received).toEqual([]);
    expect((await all()).map(({ error }) => error)).toContainEqual(expect.stringContaining('is not a public address'));
  });

  it('are signed with both secrets while an old one counts, and with the new one alone after that', async () => {
    const rotated = await webhooks.rotate(pool, endpoint.id, 3_600_000);
    await put();
    await round();
    const [first] = received as [Received];
    expect(first.headers['webhook-signature']).toBe(
      `${signatureOf(first, rotated!)} ${signatureOf(first, endpoint.secret)}`,
    );
    await pool.query('UPDATE webhook_endpoint SET previous_secret_until = clock_timestamp()');
    await put();
    await round();
    expect(received[1]!.headers['webhook-signature']).toBe(signatureOf(received[1]!, rotated!));
  });

  it('of a deleted webhook are given up', async () => {
    await put();
    await webhooks.remove(pool, endpoint.id);
    await round();
    expect(received).toEqual([]);
    expect(await all()).toMatchObject([{ state: 'dead', error: 'the webhook was deleted' }]);
  });

  it('are woken up by the sweep, each once', async () => {
    await put();
    const jobs = new InMemoryJobQueue();
    const sweep = new SweepDeliveries(pool, jobs);
    await sweep.sweep(0);
    await sweep.sweep(1_000);
    expect(jobs.waiting.map(({ name }) => name)).toEqual(['deliveries.send']);
  });

  it('of domain events go to the endpoints that want them and existed then, once however often the bus gives them', async () => {
    const bus = new InMemoryEventBus();
    const event: DomainEvent = {
      ...{
        kind: 'rollout.ended',
        model: 'loan',
        at: new Date().toISOString(),
        summary: 'done',
        detail: { version: 2 },
      },
    };
    await bus.publish(TOPICS.domainEvents, [
      { key: 'loan', value: JSON.stringify(event) },
      { key: 'loan', value: JSON.stringify({ ...event, kind: 'alert.raised' }) },
      { key: 'loan', value: 'no event' },
    ]);
    const { id: later } = await webhooks.insert(pool, wanting(`http://127.0.0.1:${port}/later`));
    await pool.query(`UPDATE webhook_endpoint SET created_at = created_at + interval '1 minute' WHERE id = $1`, [
      later,
    ]);
    const subscription = await relayDomainEvents(bus, pool, () => undefined);
    await waitUntil('the event is in the outbox', async () => (await all()).length > 0);
    await bus.settled();
    await subscription.close();
    expect(await all()).toMatchObject([{ event: 'rollout.ended', model: 'loan', state: 'waiting' }]);
    await round();
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      type: 'rollout.ended',
      data: { version: 2, summary: 'done' },
    });
  });

  describe('of a worker that is killed', () => {
    const folder = join(ROOT, 'tmp', `deliverer-${process.pid}-${Date.now()}`);
    const bundle = join(folder, 'deliverer.cjs');
    beforeAll(() => {
      mkdirSync(folder, { recursive: true });
      const source = join(__dirname, '../testing/deliverer-process.ts');
      const flags = ['--bundle', '--platform=node', '--packages=external', '--log-level=error'];
      const config = `--tsconfig=${join(ROOT, 'tsconfig.base.json')}`;
      execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [source, ...flags, config, `--outfile=${bundle}`]);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('between the sending and the mark arrive again, under the same id', async () => {
      const options: DelivererProcessOptions = {
        ...{ databaseUrl: database.url, key: KEY.toString('base64'), allowed: [`127.0.0.1:${port}`] },
      };
      const start = (): ChildProcess =>
        spawn(process.execPath, [bundle, JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'inherit'] });
      const doomed = start();
      // The request is here and its answer is not: the worker can not have marked it.
      answer = () => void doomed.kill('SIGKILL');
      await put();
      await waitUntil('the worker is dead', () => doomed.signalCode === 'SIGKILL', 30_000);
      expect(await all()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
      answer = (response) => response.writeHead(204).end();
      const heir = start();
      // The lease of the dead one holds for a minute; here it passes at once.
      await pool.query('UPDATE delivery SET leased_until = clock_timestamp()');
      await waitUntil('it is delivered', async () => (await all())[0]!.state === 'delivered', 30_000);
      heir.kill('SIGKILL');
      expect(await all()).toMatchObject([{ attempts: 2 }]);
      expect(received).toHaveLength(2);
      const [first, second] = received as [Received, Received];
      expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
      expect(second.body).toBe(first.body);
    });
  });
});
