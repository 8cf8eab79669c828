import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import {
  deliveriesStore,
  newEventId,
  SecretBox,
  selectDeliveries,
  WebhooksStore,
} from '@plumbline/monitoring-adapters';
import { createLogger, createPool, parseSettings, publishDomainEvent, type EventBus } from '@plumbline/platform';
import { describeWithServer, testDatabase, waitUntil, type TestDatabase } from '@plumbline/testing';
import type { Pool } from 'pg';
import { settingsSchema } from '../env';
import { RetrainingModule } from '../retraining.module';
import { EVENT_BUS } from '../tokens';
import { Workers } from '../workers';
import { EventRelay } from './event-relay';

const RHYTHM = { rolloutTickMs: 60_000, auditSequenceMs: 60_000, deliverySweepMs: 100, labelsSettleMs: 60_000 };

describeWithServer('database', 'the workers of webhooks', () => {
  let database: TestDatabase;
  let pool: Pool;
  let dataDir: string;
  let server: Server;
  let host: string;
  let app: INestApplicationContext;
  let slow = false;
  const received: { path: string; type: string }[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.url);
    dataDir = await mkdtemp(join(tmpdir(), 'deliveries-'));
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ path: request.url ?? '', type: (JSON.parse(body) as { type: string }).type });
        if (!(slow && request.url === '/slow')) response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = parseSettings(settingsSchema, {
      ...{ DATABASE_URL: database.url, PLUMBLINE_DATA_DIR: dataDir, WEBHOOK_ALLOWED_HOSTS: host },
    });
    const logger = createLogger({ service: 'retraining', level: 'silent' });
    app = await NestFactory.createApplicationContext(RetrainingModule.forRoot(settings, logger), { logger: false });
    await app.get(Workers, { strict: false }).start(RHYTHM);
    app.get(EventRelay, { strict: false }).open();
  });
  afterAll(async () => {
    await app?.get(EventRelay, { strict: false }).close();
    await app?.get(Workers, { strict: false }).close();
    await app?.get<EventBus>(EVENT_BUS, { strict: false }).close();
    await app?.close();
    server.closeAllConnections();
    server.close();
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const endpoint = async (path: string, events: string[]) => {
    const store = new WebhooksStore(await SecretBox.open(dataDir));
    const wanting = { url: `http://${host}${path}`, description: '', events, models: ['*'], actor: 'token:spec' };
    return (await store.insert(pool, wanting)).id;
  };
  const stateOf = async (endpointId: string) =>
    (await selectDeliveries(pool, { endpointId, limit: 10 })).items.map(({ state }) => state);
  const put = () =>
    deliveriesStore.toWebhooks(pool, {
      ...{ id: newEventId(), type: 'alert.raised', at: new Date(), model: 'loan', data: {} },
    });

  it('send over the job queue what stands in the outbox', async () => {
    const id = await endpoint('/alerts', ['alert.raised']);
    await put();
    await waitUntil('it is delivered', async () => (await stateOf(id))[0] === 'delivered', 60_000);
    expect(received).toEqual([{ path: '/alerts', type: 'alert.raised' }]);
  });

  it('carry domain events from the bus to who wants them', async () => {
    const id = await endpoint('/rollouts', ['rollout.*']);
    const bus = app.get<EventBus>(EVENT_BUS, { strict: false });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await publishDomainEvent(bus, { kind: 'rollout.ended', model: 'loan', summary: 'promoted' });
    await publishDomainEvent(bus, { kind: 'policy.changed', model: 'loan', summary: 'changed' });
    await waitUntil('it is delivered', async () => (await stateOf(id))[0] === 'delivered', 60_000);
    expect(received.filter(({ path }) => path === '/rollouts')).toEqual([{ path: '/rollouts', type: 'rollout.ended' }]);
  });

  it('go on with others while one receiver does not answer', async () => {
    slow = true;
    await endpoint('/slow', ['alert.raised']);
    const id = await endpoint('/quick', ['alert.raised']);
    await put();
    await waitUntil('the slow one was asked', () => received.some(({ path }) => path === '/slow'), 60_000);
    await waitUntil('the other one is served', async () => (await stateOf(id))[0] === 'delivered', 60_000);
    server.closeAllConnections();
  });
});
