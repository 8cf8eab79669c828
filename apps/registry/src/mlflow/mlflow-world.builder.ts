import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInitializer, buildModel, buildNode, buildTensorInfo, writeModel } from '@plumbline/onnx-graph';
import { createLogger, createPool, hashToken, newToken, parseSettings } from '@plumbline/platform';
import { uuidv7 } from 'uuidv7';
import { createRegistryApp } from '../create-app';
import { settingsSchema } from '../env';

/** Probability that grows with the sum of two numbers. */
export const tinyOnnx = (weight = 1): Buffer =>
  Buffer.from(
    writeModel(
      buildModel({
        ...{ name: 'tiny', opsets: { 'ai.onnx': 17 }, producer: { name: 'spec', version: '1' } },
        inputs: [buildTensorInfo('features', 'float', ['N', 2])],
        outputs: [buildTensorInfo('probabilities', 'float', ['N', 1])],
        initializers: [buildInitializer('weights', [2, 1], new Float32Array(2).fill(weight))],
        nodes: [
          buildNode({ operator: 'MatMul', inputs: ['features', 'weights'], outputs: ['margin'] }),
          buildNode({ operator: 'Sigmoid', inputs: ['margin'], outputs: ['probabilities'] }),
        ],
      }),
    ),
  );

/** The least that `mlflow.onnx` writes. */
export const MLMODEL = 'flavors:\n  onnx:\n    data: model.onnx\n';
export const FILES = '/api/2.0/mlflow-artifacts/artifacts';

interface Surroundings {
  readonly databaseUrl: string;
  /** The admission process, bundled. */
  readonly admissionScript: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The control plane on a port of its own, as an MLflow client sees it. */
export class MlflowWorld {
  private constructor(
    readonly url: string,
    readonly adminToken: string,
    private readonly databaseUrl: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start({ databaseUrl, admissionScript, settings = {} }: Surroundings): Promise<MlflowWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'mlflow-'));
    const adminToken = newToken();
    const parsed = parseSettings(settingsSchema, {
      ...{ DATABASE_URL: databaseUrl, PLUMBLINE_DATA_DIR: dataDir, PLUMBLINE_ADMIN_TOKEN: adminToken },
      ...{ DASHBOARD_DIR: join(dataDir, 'none'), REGISTRY_PORT: '0', ...settings },
    });
    const logger = createLogger({ service: 'registry', level: 'silent' });
    const { app } = await createRegistryApp(parsed, logger, { admissionScript });
    await app.listen(0, '127.0.0.1');
    return new MlflowWorld(await app.getUrl(), adminToken, databaseUrl, async () => {
      await app.close();
      await rm(dataDir, { recursive: true });
    });
  }

  close(): Promise<void> {
    return this.end();
  }

  /** Below /api/2.0/mlflow, or anywhere for a path from the root. */
  async call(method: string, path: string, body?: unknown, token: string | null = this.adminToken) {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
    };
    const sent = body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body);
    const url = path.startsWith('/') ? `${this.url}${path}` : `${this.url}/api/2.0/mlflow/${path}`;
    const answer = await fetch(url, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
    const text = await answer.text();
    return { status: answer.status, text, headers: answer.headers, json: json(text) };
  }

  async tokenOf(role: string): Promise<string> {
    const token = newToken();
    const pool = createPool(this.databaseUrl);
    await pool.query('INSERT INTO api_token (id, name, hash, role) VALUES ($1, $2, $3, $4)', [
      ...[uuidv7(), `${role}-${uuidv7()}`, hashToken(token), role],
    ]);
    await pool.end();
    return token;
  }

  upload(path: string, bytes: Uint8Array | string, token = this.adminToken) {
    return this.call('PUT', `${FILES}/${path}`, Buffer.from(bytes), token);
  }

  post(path: string, body: unknown = {}) {
    return this.call('POST', path, body);
  }

  get(path: string, query: Record<string, string> = {}) {
    return this.call('GET', `${path}?${new URLSearchParams(query)}`);
  }

  /** In the default experiment; `root` is where its files lie. */
  async newRun(): Promise<{ id: string; root: string }> {
    const { run_id: id, artifact_uri: uri } = (await this.post('runs/create', { experiment_id: '0' })).json.run.info;
    return { id, root: uri.slice('mlflow-artifacts:/'.length) };
  }

  /** Files of one model in a new run, as MLflow 2 uploads them. */
  async logModel(files: Record<string, Uint8Array | string> = { MLmodel: MLMODEL, 'model.onnx': tinyOnnx() }) {
    const run = await this.newRun();
    for (const [name, bytes] of Object.entries(files)) await this.upload(`${run.root}/model/${name}`, bytes);
    return { ...run, source: `mlflow-artifacts:/${run.root}/model` };
  }

  /** A version that came without MLflow, with the features a and b. */
  async push(model: string): Promise<void> {
    const rows = Array.from({ length: 60 }, (_, i) => `${i / 10 - 3},${(i % 7) / 10},${i > 29 ? 1 : 0}`);
    const form = new FormData();
    form.set('artifact', new Blob([new Uint8Array(tinyOnnx())]), 'tiny.onnx');
    form.set('manifest', '{"label":"y"}');
    form.set('reference', new Blob([`a,b,y\n${rows.join('\n')}\n`]), 'reference.csv');
    const headers = { authorization: `Bearer ${this.adminToken}` };
    const answer = await fetch(`${this.url}/api/v1/models/${model}/versions`, { method: 'POST', headers, body: form });
    if (answer.status !== 201) throw new TypeError(`the push was refused: ${await answer.text()}`);
  }
}

function json(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What `call` gives for a refusal. */
export const refusedAs = (status: number, code: string, message: RegExp) =>
  expect.objectContaining({ status, json: { error_code: code, message: expect.stringMatching(message) } });
