import { Body, Controller, Get, HttpException, Module, Post } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PlumblineError } from '@plumbline/problem';
import { z } from 'zod';
import type { Identity } from '../auth/identity';
import { hashToken } from '../auth/token';
import { TokenVerifier } from '../auth/token-verifier';
import { createLogger } from '../logging/create-logger';
import { createMetrics } from '../metrics/create-metrics';
import { accessCheck } from './access-check';
import { AccessGuard, CurrentIdentity } from './access-guard';
import { fastifyDefaults } from './fastify-defaults';
import { OperationsModule } from './operations.module';
import { parseInput } from './parse-input';
import { ProblemFilter } from './problem-filter';

const bodySchema = z.object({ rows: z.array(z.object({ 'a/b': z.number() })), reason: z.string().min(3) });

@Controller('things')
class ThingsController {
  @Get('who')
  who(@CurrentIdentity() identity: Identity): Identity {
    return identity;
  }
  @Post()
  make(@Body() body: unknown): unknown {
    return parseInput(bodySchema, body);
  }
  @Get('busy')
  busy(): never {
    throw new PlumblineError('overloaded', 'overloaded', 'Later.', { details: { retryAfterSeconds: 2.2 } });
  }
  @Get('bug')
  bug(): never {
    throw new TypeError('password is hunter2');
  }
  @Get('teapot')
  teapot(): never {
    throw new HttpException('no', 418);
  }
  @Get('forgotten')
  forgotten(): string {
    return 'has no row in the matrix';
  }
}

const ROWS = {
  'GET /things/who': ['engineer'],
  'POST /things': ['engineer'],
  'GET /things/busy': 'public',
  'GET /things/bug': 'public',
  'GET /things/teapot': 'public',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
} as const;

describe('the HTTP pieces in a Nest application', () => {
  let app: NestFastifyApplication;
  let databaseIsThere = true;
  const logged: string[] = [];
  beforeAll(async () => {
    const metrics = createMetrics({ service: 'spec' });
    const verifier = new TokenVerifier({
      findByHash: async (hash) =>
        hash === hashToken('good') ? { name: 'ana', role: 'engineer', revoked: false } : null,
    });
    const checks = {
      database: async () => {
        if (!databaseIsThere) throw new TypeError('ECONNREFUSED');
      },
      bus: async () => undefined,
    };
    @Module({
      imports: [OperationsModule.forRootAsync({ useFactory: () => ({ checks, metrics }) })],
      controllers: [ThingsController],
      providers: [{ provide: APP_GUARD, useFactory: () => new AccessGuard(accessCheck(ROWS, verifier)) }],
    })
    class AppModule {}
    const adapter = new FastifyAdapter(fastifyDefaults({ bodyLimit: 1_000 }));
    app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter, { logger: false });
    app.useGlobalFilters(
      new ProblemFilter(createLogger({ service: 'spec', destination: { write: (line) => void logged.push(line) } })),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const authorization = 'Bearer good';
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
  const post = (payload: string | object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/things', payload, headers: { authorization, ...headers } });

  it('lets in who may, and knows the name', async () => {
    const answer = await get('/things/who?x=1', { authorization });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { id: 'ana', name: 'ana', role: 'engineer', models: ['*'], person: 'token:ana' },
    ]);
  });

  it('answers 401 as a problem without a token', async () => {
    const answer = await get('/things/who');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' });
    expect(answer.json()).toMatchObject({
      status: 401,
      code: 'token_missing',
      type: 'urn:plumbline:problem:token_missing',
    });
  });

  it('refuses a route without a row', async () => {
    expect((await get('/things/forgotten', { authorization })).statusCode).toBe(403);
  });

  it('answers 422 with a pointer to each wrong field', async () => {
    const answer = await post({ rows: [{ 'a/b': 1 }, { 'a/b': 'x' }], reason: '' });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer)).toEqual([
      '/rows/1/a~1b',
      '/reason',
    ]);
  });

  it.each([
    ['JSON that is none', '{"rows": [', { 'content-type': 'application/json' }, 400, 'malformed_request'],
    ['a body too large', 'x'.repeat(2_000), { 'content-type': 'application/json' }, 413, 'body_too_large'],
    ['a type that is not read', '<a/>', { 'content-type': 'application/xml' }, 415, 'media_type_unsupported'],
  ])('answers %s as a problem', async (_, payload, headers, status, code) => {
    const answer = await post(payload, headers);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('answers 404 as a problem where there is no route', async () => {
    const answer = await get('/nowhere');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'route_not_found']);
  });

  it('says when to come again', async () => {
    const answer = await get('/things/busy');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '3']);
  });

  it('tells the caller of a bug nothing but the request id, and the log everything', async () => {
    const answer = await get('/things/bug', { 'x-request-id': 'req-1' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(answer.json()).toMatchObject({ code: 'internal_error', requestId: 'req-1' });
    expect(answer.headers['x-request-id']).toBe('req-1');
    expect(logged.join('')).toContain('"requestId":"req-1"');
    expect(logged.join('')).toContain('hunter2');
  });

  it('replaces a request id that could spoil a log', async () => {
    const answer = await get('/nowhere', { 'x-request-id': 'a b"c' });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('does not pass on a status it has no words for', async () => {
    expect((await get('/things/teapot')).statusCode).toBe(500);
  });

  it('is ready only when every check passes, and names the one that fails', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'live' });
    expect((await get('/health/ready')).statusCode).toBe(200);
    databaseIsThere = false;
    const answer = await get('/health/ready');
    databaseIsThere = true;
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'not ready', ready: false, checks: { database: 'failing', bus: 'ok' } });
  });

  it('shows its metrics as Prometheus reads them', async () => {
    const answer = await get('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toContain('process_cpu_seconds_total');
  });
});
