// Servers from PyPI with the same task, each in an environment of its own below tmp/.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../start/run-command.mjs';
import { freePort } from '../servers/free-port.mjs';
import { startServer } from './inference-world.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('peers/', import.meta.url));
const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:'];
/** One thread a process: they share one core. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const HEADERS = { 'content-type': 'application/json' };

/** @returns {Promise<string>} folder of the environment's programs */
export async function environment(peer) {
  const requirements = join(here, `requirements-${peer}.txt`);
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, 'tmp/bench-peers', `${peer}-${digest}`);
  if (!existsSync(join(folder, '.ready'))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await runCommand('python3', ['-m', 'venv', folder]);
    await runCommand(join(folder, 'bin/python'), [...PIP, '-r', requirements]);
    writeFileSync(join(folder, '.ready'), '');
  }
  return join(folder, 'bin');
}

function copyTo(folder, ...files) {
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(join(here, file), join(folder, file));
}

async function startFastApi(place, bin, { trainingCsv }) {
  const folder = join(place.folder, 'fastapi');
  copyTo(folder, 'fastapi_server.py', 'fastapi_train.py');
  const [table, model] = [join(folder, 'training.csv'), join(folder, 'model_pipeline.joblib')];
  writeFileSync(table, trainingCsv);
  await runCommand(join(bin, 'python'), ['fastapi_train.py', table, model], { cwd: folder, env: ONE_THREAD });
  const port = await freePort();
  const args = [
    'fastapi_server:app',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--workers',
    '4',
    '--no-access-log',
  ];
  const env = { MODEL: model, ...ONE_THREAD };
  const { pid } = await startServer({
    name: 'fastapi',
    folder,
    command: join(bin, 'uvicorn'),
    args,
    env,
    port,
    readyPath: '/docs',
  });
  return { pid, port, path: '/predict', bodyOf: (instance) => JSON.stringify(instance) };
}

async function startMlServer(place, bin, { onnx }) {
  const folder = join(place.folder, 'mlserver');
  copyTo(folder, 'mlserver_runtime.py', 'onnx_scorer.py');
  const model = join(folder, 'model.onnx');
  writeFileSync(model, onnx);
  const [port, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  // Requests stay in the serving process: its pool of workers was slower here. No access log.
  const settings = {
    host: '127.0.0.1',
    http_port: port,
    grpc_port: grpc,
    metrics_port: metrics,
    parallel_workers: 0,
    debug: false,
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const runtime = { name: 'bench', implementation: 'mlserver_runtime.OnnxModel' };
  writeFileSync(join(folder, 'model-settings.json'), JSON.stringify(runtime));
  const env = { MODEL: model, PYTHONPATH: folder, HOME: folder, ...ONE_THREAD };
  const readyPath = '/v2/models/bench/ready';
  const { pid } = await startServer({
    name: 'mlserver',
    folder,
    command: join(bin, 'mlserver'),
    args: ['start', '.'],
    env,
    port,
    readyPath,
  });
  const bodyOf = (instance) => {
    const data = Object.values(instance);
    return JSON.stringify({ inputs: [{ name: 'features', shape: [1, data.length], datatype: 'FP32', data }] });
  };
  return { pid, port, path: '/v2/models/bench/infer', bodyOf };
}

async function startBentoMl(place, bin, { onnx }) {
  const folder = join(place.folder, 'bentoml');
  copyTo(folder, 'bentoml_service.py', 'onnx_scorer.py');
  const model = join(folder, 'model.onnx');
  writeFileSync(model, onnx);
  const port = await freePort();
  const args = ['serve', 'bentoml_service:Predictor', '--host', '127.0.0.1', '--port', String(port)];
  const env = { MODEL: model, HOME: folder, BENTOML_DO_NOT_TRACK: 'true', ...ONE_THREAD };
  const command = join(bin, 'bentoml');
  const { pid } = await startServer({ name: 'bentoml', folder, command, args, env, port, readyPath: '/readyz' });
  return {
    pid,
    port,
    path: '/predict',
    bodyOf: (instance) => JSON.stringify({ instances: [Object.values(instance)] }),
  };
}

const PEERS = [
  { name: 'FastAPI + joblib, 4 workers', requirements: 'fastapi', start: startFastApi, atLeast: 10 },
  { name: 'MLServer, onnxruntime', requirements: 'mlserver', start: startMlServer, atLeast: 5 },
  { name: 'BentoML, onnxruntime', requirements: 'bentoml', start: startBentoMl, atLeast: 5 },
];

/** @returns {Promise<{peers: object[], missing: string[]}>} what could not be installed or started says why */
export async function startPeers(place, { model, say }) {
  const peers = [];
  const missing = [];
  for (const { name, requirements, start, atLeast } of PEERS) {
    try {
      const bin = await environment(requirements);
      peers.push({ name, atLeast, headers: HEADERS, ...(await start(place, bin, model)) });
      say(`${name} is up`);
    } catch (error) {
      const [reason] = error.message.trim().split('\n').slice(-1);
      missing.push(`NOT MEASURED: ${name}: ${reason}`);
      say(`${name} is not there: ${error.message}`);
    }
  }
  return { peers, missing };
}
