import Fastify, { type FastifyInstance } from 'fastify';
import { PlumblineError } from '@plumbline/problem';
import { createLogger } from '../logging/create-logger';
import { createMetrics } from '../metrics/create-metrics';
import { fastifyDefaults, registerProblemHandlers } from './fastify-defaults';
import { registerOperations } from './operations';
import { readiness } from './readiness';

describe('the HTTP pieces on a bare Fastify server', () => {
  let server: FastifyInstance;
  beforeAll(async () => {
    server = Fastify(fastifyDefaults());
    registerProblemHandlers(server, createLogger({ service: 'spec', level: 'silent' }));
    registerOperations(server, {
      checks: { routes: () => Promise.reject(new PlumblineError('unavailable', 'not_ready', 'No routes yet.')) },
      metrics: createMetrics({ service: 'spec', processMetrics: false }),
    });
    server.get('/fails', () => {
      throw new PlumblineError('not_found', 'model_not_found', 'There is no model x.');
    });
    await server.ready();
  });
  afterAll(() => server.close());

  it.each([
    ['/fails', 404, 'model_not_found'],
    ['/nowhere', 404, 'route_not_found'],
  ])('answers %s as a problem', async (url, status, code) => {
    const answer = await server.inject(url);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('serves health and metrics', async () => {
    expect((await server.inject('/health/live')).statusCode).toBe(200);
    const ready = await server.inject('/health/ready');
    expect([ready.statusCode, ready.json<{ checks: object }>().checks]).toEqual([503, { routes: 'failing' }]);
    expect((await server.inject('/metrics')).statusCode).toBe(200);
  });
});

describe('readiness', () => {
  afterEach(() => jest.useRealTimers());

  it('does not wait for a check longer than two seconds', async () => {
    jest.useFakeTimers();
    const result = readiness({
      hangs: () => new Promise(() => undefined),
      throws: () => {
        throw new TypeError('x');
      },
    });
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await result).toEqual({ ready: false, checks: { hangs: 'failing', throws: 'failing' } });
  });

  it('is ready when there is nothing to check', async () => {
    expect(await readiness({})).toEqual({ ready: true, checks: {} });
  });
});
