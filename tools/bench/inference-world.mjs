// Models in the real registry, the inference service on them, and the bare handlers beside it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../servers/free-port.mjs';
import { startProcess } from '../servers/server-process.mjs';
import { LOAD_CORE, moveToCore, onCore, SERVER_CORE } from './inference-pinned.mjs';
import { pushVersion } from './push-version.mjs';
import { startRegistry } from './running-registry.mjs';
import { spanSink } from './span-sink.mjs';
import { started } from './started.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SHARE_PERCENT = 10;

/** As many rows of reference let admission prove the tree engine; below 30 it proves nothing, and onnxruntime serves. */
const [PROVING, TOO_FEW] = [500, 29];

/** Models by name, with their canary. */
export const MODELS = {
  'trees-canary': { reference: PROVING, canary: { paired: false } },
  'trees-paired': { reference: PROVING, canary: { paired: true } },
  'runtime-canary': { reference: TOO_FEW, canary: { paired: false } },
  'runtime-paired': { reference: TOO_FEW, canary: { paired: true } },
  'trees-promoted': { reference: PROVING },
};

async function query(databaseUrl, sql, values) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const partsOf = ({ onnx, trainingCsv }, referenceRows) => [
  { field: 'artifact', name: 'model.onnx', bytes: onnx },
  { field: 'manifest', bytes: Buffer.from('{"label":"y"}') },
  { field: 'reference', bytes: Buffer.from(trainingCsv.split('\n', referenceRows + 1).join('\n')) },
];

const json = (method, body) => ({
  method,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

const START_ROLLOUT = `
  INSERT INTO rollout (id, model, strategy, state, champion_version, candidate_version, steps, share_percent, salt, policy,
    frozen_at, step_started_at, started_by)
  VALUES (gen_random_uuid(), $1, 'canary', 'running', 1, 2, '[10,100]', $2, $1, $3, now(), now(), 'bench')`;

/**
 * Two versions of each model, the first of them champion; canaries as the rollout controller leaves them in its first step.
 * @returns {Promise<{token: string, dataDir: string}>} a token of the role `predict`
 */
export async function registerModels(place, models) {
  const registry = await startRegistry(place);
  try {
    for (const [name, { reference, canary }] of Object.entries(MODELS)) {
      for (const model of models) await pushVersion(registry, name, partsOf(model, reference));
      await registry.request(
        `/api/v1/models/${name}/aliases/champion`,
        json('PUT', { version: 1, reason: 'benchmark' }),
      );
      if (canary) await query(place.databaseUrl, START_ROLLOUT, [name, SHARE_PERCENT, JSON.stringify(canary)]);
    }
    const grant = json('POST', { name: 'load', role: 'predict', models: Object.keys(MODELS) });
    const { token } = await (await registry.request('/api/v1/tokens', grant)).json();
    return { token, dataDir: join(place.folder, 'registry') };
  } finally {
    await registry.stop();
  }
}

/** What admission proved, so that a side is what its name says. */
export async function enginesOf(databaseUrl) {
  const rows = await query(
    databaseUrl,
    `SELECT model, admission #>> '{engine,name}' AS engine FROM model_version WHERE version = 1`,
  );
  return Object.fromEntries(rows.map(({ model, engine }) => [model, engine]));
}

/** PostgreSQL away from the servers' core; its processes are the children of the one in `postmaster.pid`. */
export function movePostgres({ folder }) {
  const [postmaster] = readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n');
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  for (const pid of [postmaster, ...children.filter(Boolean)]) moveToCore(LOAD_CORE, pid);
}

/** @returns {Promise<{pid: number, port: number, stop(): Promise<void>}>} on the servers' core */
export async function startServer({
  name,
  folder,
  command = process.execPath,
  args,
  env,
  readyPath,
  port,
  readyMs = 60_000,
}) {
  mkdirSync(folder, { recursive: true });
  const ready = async () => (await fetch(`http://127.0.0.1:${port}${readyPath}`)).ok;
  const options = { name, ...onCore(SERVER_CORE, command, args), logFile: join(folder, `${name}.log`), ready, readyMs };
  const server = await startProcess({ ...options, cwd: folder, env: { PATH: process.env.PATH, ...env } });
  return started({ ...server, port });
}

/** @param {{processes?: number, nodeArgs?: string[]}} options */
export async function startInference(place, { token, dataDir }, { processes = 1, nodeArgs = [] } = {}) {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const server = await startServer({
    name: `inference-${processes}`,
    folder: dataDir,
    args: [...nodeArgs, join(root, 'dist/apps/inference/main.js')],
    port,
    readyPath: '/health/ready',
    env: {
      DATABASE_URL: place.databaseUrl,
      PLUMBLINE_DATA_DIR: dataDir,
      INFERENCE_PORT: String(port),
      INFERENCE_GRPC_PORT: String(grpcPort),
      INFERENCE_PROCESSES: String(processes),
      LOG_LEVEL: 'warn',
      // One request in a hundred is traced, which is the default where a collector is named.
      OTEL_EXPORTER_OTLP_ENDPOINT: (await spanSink()).url,
    },
  });
  const waitingBytes = async () => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^event_spool_bytes(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
  };
  return { ...server, waitingBytes, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
}

/** @param {{bundlePath: string, onnx: Uint8Array, engine: 'onnxruntime' | 'trees'}} options */
export async function startBare(place, { bundlePath, onnx, engine }) {
  const folder = join(place.folder, `bare-${engine}`);
  mkdirSync(folder, { recursive: true });
  const model = join(folder, 'model.onnx');
  writeFileSync(model, onnx);
  const port = await freePort();
  const env = { PORT: String(port), MODEL: model, ENGINE: engine };
  const server = await startServer({ name: 'bare', folder, args: [bundlePath], port, readyPath: '/ready', env });
  return { ...server, headers: { 'content-type': 'application/json' } };
}
