import { ACCESS_MATRIX } from '@plumbline/contracts';
import { describeWithServer, testDatabase } from '@plumbline/testing';
import Ajv2020 from 'ajv/dist/2020';
import type { FastifyInstance } from 'fastify';
import { InferenceWorld } from './inference-world.builder';
import type { OpenApiDocument } from './openapi/build-openapi';
import { startInference, type RunningInference } from './running-inference.builder';
import { HTTP_SERVER } from './tokens';

interface PredictRequest {
  readonly schema: Record<string, unknown>;
  readonly example: { instances: unknown[] };
}

describeWithServer('database', 'inference server', () => {
  let world: InferenceWorld;
  let inference: RunningInference;

  beforeAll(async () => {
    world = InferenceWorld.create(await testDatabase());
    await world.register('bank', 1);
    await world.promote('bank', 1);
    await world.register('idle', 1);
    inference = await startInference(world);
  });
  afterAll(async () => {
    await inference?.close();
    await world?.close();
  });

  it('has exactly the routes of the access matrix', () => {
    const server = inference.context.get<FastifyInstance>(HTTP_SERVER);
    const printed = server.printRoutes({ commonPrefix: false, includeMeta: false });
    expect(printed.match(/\((GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)[^)]*\)/g)).toHaveLength(
      Object.keys(ACCESS_MATRIX.inference).length,
    );
    for (const key of Object.keys(ACCESS_MATRIX.inference)) {
      const [method, path = ''] = key.split(' ');
      const url = path.replace(':model\\:predict', ':model([^:]+)::predict');
      expect([key, server.hasRoute({ method: method as 'GET', url })]).toEqual([key, true]);
    }
  });

  it.each(Object.entries(ACCESS_MATRIX.inference))('asks for a token as the matrix says: %s', async (key, row) => {
    const [method, path = ''] = key.split(' ');
    const url = `${inference.client.url}${path.replace(':model\\:', 'bank:').replace(':model', 'bank')}`;
    const { status } = await fetch(url, { method });
    expect(status === 401).toBe(row !== 'public');
  });

  it('is live and ready, and says which part is not', async () => {
    expect((await inference.client.get('/health/live')).status).toBe(200);
    const ready = await inference.client.get('/health/ready');
    expect([ready.status, ready.body]).toEqual([
      200,
      { status: 'ready', ready: true, checks: { database: 'ok', routes: 'ok', spool: 'ok' } },
    ]);
  });

  it('lists models and describes one, as KServe V1 names it', async () => {
    expect((await inference.client.get('/v1/models')).body).toEqual({
      models: ['bank', 'idle'],
      served: [
        { name: 'bank', ready: true, versions: [{ version: '1', weightPercent: 100 }] },
        { name: 'idle', ready: false, versions: [] },
      ],
    });
    expect((await inference.client.get('/v1/models/bank')).body).toMatchObject({
      name: 'bank',
      ready: true,
      signature: { task: 'binary', label: 'y' },
    });
    expect((await inference.client.get('/v1/models/nobody')).status).toBe(404);
  });

  it('documents each deployed model with an example that its own schema and the service take', async () => {
    const { body: document } = await inference.client.get<OpenApiDocument>('/openapi.json');
    expect(Object.keys(document.paths)).toContain('/v1/models/bank:predict');
    expect(Object.keys(document.paths)).not.toContain('/v1/models/idle:predict');
    const operation = document.paths['/v1/models/bank:predict']?.post as unknown as {
      requestBody: { content: { 'application/json': PredictRequest } };
    };
    const { schema, example } = operation.requestBody.content['application/json'];
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    const validate = ajv.compile({ ...schema, components: document['components'] });
    expect(validate(example)).toBe(true);
    expect(validate({ instances: [{ x: 'text' }] })).toBe(false);
    expect((await inference.client.predict('bank', example)).status).toBe(200);
  });

  it('shows the documentation without scripts and without other hosts', async () => {
    const page = await inference.client.get<string>('/docs', '');
    expect(page.status).toBe(200);
    expect(page.body).toContain('/v1/models/bank:predict');
    expect(page.body).not.toMatch(/<script|src=|@import|<link/);
  });

  it('counts predictions, errors by code, latency, scores, weights and spool', async () => {
    const [before, wanted] = [await inference.client.get<string>('/metrics'), 3];
    const count = (text: string, name: string): number =>
      Number(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    await inference.client.predict('bank', { instances: Array.from({ length: wanted }, () => ({ x: 1 })) });
    await inference.client.refused('bank', { instances: [{}] });
    await inference.client.refused('secret-name', { instances: [{}] });
    const { body: after } = await inference.client.get<string>('/metrics');
    expect(count(after, 'predictions_total') - count(before.body, 'predictions_total')).toBe(wanted);
    expect(count(after, 'prediction_score_count') - count(before.body, 'prediction_score_count')).toBe(wanted);
    expect(
      count(after, 'prediction_latency_seconds_count') - count(before.body, 'prediction_latency_seconds_count'),
    ).toBe(1);
    expect(after).toMatch(/prediction_errors_total\{model="bank",code="instances_invalid".*\} 1/);
    expect(after).toMatch(/rollout_weight\{model="bank",version="1".*\} 100/);
    expect(after).toMatch(/event_spool_bytes\{.*\} \d+/);
    expect(after).not.toContain('secret-name');
  });
});
