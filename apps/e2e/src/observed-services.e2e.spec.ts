import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithServer, OtlpReceiver, testDatabase, waitUntil, type TestDatabase } from '@plumbline/testing';
import { SpawnedService, type Service } from './product/spawned-service.builder';

/** Stands for everything personal; of letters that no id, word or path has. */
const PLANTED = 'Zyxwvu.Planted';
const TOKEN = 'plb_observed-services-test';
const SERVICES: readonly Service[] = ['registry', 'inference', 'monitor', 'retraining'];
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CSV = `age,name,y\n${Array.from({ length: 60 }, (_, i) => `${i},${PLANTED}${i % 3},${i > 29 ? 1 : 0}`).join('\n')}\n`;

describeWithServer('database', 'services that are observed', () => {
  let database: TestDatabase;
  let receiver: OtlpReceiver;
  let dataDir: string;
  const services = {} as Record<Service, SpawnedService>;

  beforeAll(async () => {
    SERVICES.forEach((service) => SpawnedService.build(service));
    database = await testDatabase();
    receiver = await OtlpReceiver.start();
    dataDir = mkdtempSync(join(tmpdir(), 'observed-'));
    const env = {
      DATABASE_URL: database.url,
      PLUMBLINE_DATA_DIR: dataDir,
      PLUMBLINE_ADMIN_TOKEN: TOKEN,
      INFERENCE_PROCESSES: '1',
      INFERENCE_GRPC_PORT: '0',
      LOG_LEVEL: 'trace',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_TRACES_SAMPLER_ARG: '0',
    };
    // The registry makes the admin token good that the others ask with.
    services.registry = await SpawnedService.start('registry', env);
    for (const service of SERVICES.slice(1)) services[service] = await SpawnedService.start(service, env);
  }, 300_000);
  afterAll(async () => {
    for (const service of Object.values(services)) await service.stop();
    await receiver?.close();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const send = (service: Service, path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST') =>
    fetch(`${services[service].url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('write no personal value into any log, whatever is sent and whatever fails', async () => {
    const outcome = { model: PLANTED, subject: PLANTED, label: PLANTED, observedAt: '2026-11-22T10:00:00Z' };
    const upload = new FormData();
    upload.append('reference', new Blob([CSV]), `${PLANTED}.csv`);
    upload.append('artifact', new Blob([PLANTED]), `${PLANTED}.onnx`);
    upload.append('manifest', JSON.stringify({ label: PLANTED, description: PLANTED }));
    const answers = [
      await send('registry', '/api/v1/outcomes', { outcomes: [outcome] }),
      await send('registry', '/api/v1/outcomes', { outcomes: [{ ...outcome, observedAt: PLANTED }] }),
      await send('registry', '/api/v1/outcomes', `{"outcomes": [${PLANTED}]}`),
      await send('registry', '/api/v1/tokens', { name: PLANTED, role: PLANTED }),
      await send('registry', '/api/v1/session', { token: PLANTED }),
      await send('registry', `/api/v1/models/${PLANTED}/retrain`, { reason: PLANTED }),
      await send('registry', `/api/v1/models/${PLANTED}/policies/serving`, { [PLANTED]: PLANTED }, {}, 'PUT'),
      await send('registry', `/api/v1/models/m/promote`, { version: PLANTED, reason: PLANTED }),
      await send('registry', `/api/v1/${PLANTED}?name=${PLANTED}`, { name: PLANTED }, { 'user-agent': PLANTED }),
      await send('registry', '/api/2.0/mlflow/runs/create', { experiment_id: PLANTED, user_id: PLANTED }),
      await fetch(`${services.registry.url}/api/v1/models/m/versions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, cookie: `plumbline_session=${PLANTED}` },
        body: upload,
      }),
      await fetch(`${services.registry.url}/api/v1/models`, { headers: { authorization: `Bearer ${PLANTED}` } }),
      await send('inference', '/v1/models/m:predict', { instances: [{ name: PLANTED }], subjects: [PLANTED] }),
      await send('inference', `/v1/models/${PLANTED}:predict`, `{"instances": ${PLANTED}}`),
      await send('monitor', `/${PLANTED}`, { name: PLANTED }),
      await send('retraining', `/${PLANTED}`, { name: PLANTED }),
    ];
    expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    await waitUntil('the request was logged', () => services.registry.output.includes('POST /api/v1/outcomes'));
    const lines = SERVICES.flatMap((name) => services[name].output.split('\n').map((line) => `${name}: ${line}`));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => line.includes(PLANTED) || line.includes(TOKEN))).toEqual([]);
  }, 120_000);

  it('write JSON lines with time, level, service, and of a request its id, its actor by pseudonym and its trace', async () => {
    const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
    await send('registry', '/api/v1/outcomes', { outcomes: [] }, { 'x-request-id': 'request-42', traceparent });
    const ofRequest = () =>
      services.registry.output
        .split('\n')
        .find((one) => one.includes('request-42') && one.endsWith('"msg":"request"}'));
    await waitUntil('the request was logged', () => ofRequest() !== undefined);
    expect(JSON.parse(ofRequest() ?? '')).toMatchObject({
      time: expect.stringMatching(/Z$/) as string,
      level: 'info',
      service: 'registry',
      route: 'POST /api/v1/outcomes',
      actor: expect.stringMatching(/^[0-9a-f]{4}-[0-9a-f]{16}$/) as string,
      trace_id: TRACE,
    });
    for (const name of SERVICES)
      for (const one of services[name].output.split('\n').filter(Boolean))
        expect(JSON.parse(one)).toMatchObject({ service: name, time: expect.any(String) as string });
  });

  it('record a request to the control plane down to its queries, and on through the job that it puts in', async () => {
    const traceId = TRACE.replace('4bf9', 'aaaa');
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const created = await send('registry', '/api/2.0/mlflow/registered-models/create', { name: 'traced' });
    expect(created.status).toBe(200);
    const asked = await send('registry', '/api/v1/models/traced/retrain', { reason: 'a look' }, { traceparent });
    expect(asked.status).toBe(202);
    await waitUntil('the job was recorded', () => receiver.named('job retraining.consider').length > 0, 60_000);
    await waitUntil('the request was recorded', () => receiver.named('POST /api/v1/models/:model/retrain').length > 0);
    const [server] = receiver.named('POST /api/v1/models/:model/retrain');
    const [job] = receiver.named('job retraining.consider');
    expect(server).toMatchObject({ service: 'plumbline-registry', kind: 2, parentSpanId: '00f067aa0ba902b7' });
    expect(job).toMatchObject({ service: 'plumbline-retraining', kind: 5, parentSpanId: server?.spanId });
    expect([server?.traceId, job?.traceId]).toEqual([traceId, traceId]);
    const queries = receiver.spans.filter(
      (span) => span.traceId === traceId && span.attributes['db.system.name'] === 'postgresql',
    );
    expect(new Set(queries.map(({ parentSpanId }) => parentSpanId))).toContain(server?.spanId);
    expect(new Set(queries.map(({ service }) => service))).toEqual(
      new Set(['plumbline-registry', 'plumbline-retraining']),
    );
  }, 120_000);
});
