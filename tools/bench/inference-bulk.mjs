// 16,384 rows in one binary request of the Open Inference Protocol, against onnxruntime-node alone.
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, timed } from './figures.mjs';
import { onCore, SERVER_CORE } from './inference-pinned.mjs';

const ROWS = 16_384;
const FEATURES = 10;
const REPEATS = 10;
const ALONE = fileURLToPath(new URL('inference-bulk-alone.mjs', import.meta.url));
const OURS = { 'Plumbline, onnxruntime, canary': 'runtime-canary', 'Plumbline, tree engine, canary': 'trees-canary' };

function requestOf(matrix) {
  const tensor = {
    name: 'features',
    datatype: 'FP32',
    shape: [ROWS, FEATURES],
    parameters: { binary_data_size: matrix.byteLength },
  };
  const json = Buffer.from(
    JSON.stringify({ inputs: [tensor], outputs: [{ name: 'probabilities', parameters: { binary_data: true } }] }),
  );
  return { body: Buffer.concat([json, Buffer.from(matrix.buffer)]), headerLength: json.length };
}

async function ask({ port, headers }, model, { body, headerLength }) {
  const response = await fetch(`http://127.0.0.1:${port}/v2/models/${model}/infer`, {
    method: 'POST',
    headers: { authorization: headers.authorization, 'inference-header-content-length': String(headerLength) },
    body,
  });
  const bytes = await response.arrayBuffer();
  if (response.status !== 200)
    throw new Error(`bulk: ${response.status} ${Buffer.from(bytes).toString('utf8', 0, 300)}`);
}

async function alone(model, matrix, folder) {
  const paths = { model: join(folder, 'bulk.onnx'), matrix: join(folder, 'bulk.f32') };
  writeFileSync(paths.model, model.onnx);
  writeFileSync(paths.matrix, new Uint8Array(matrix.buffer));
  const { command, args } = onCore(SERVER_CORE, process.execPath, []);
  const child = fork(ALONE, [], { execPath: command, execArgv: args });
  const next = () => new Promise((resolve) => child.once('message', resolve));
  const ready = next();
  child.send({ ...paths, features: FEATURES });
  await ready;
  return { run: () => (child.send('run'), next()), stop: () => child.disconnect() };
}

/** @returns {Promise<Map<string, number[]>>} by side: milliseconds a request, the median of each round */
export async function measureBulk(place, { model, sides, rows, rounds, say }) {
  const matrix = rows(ROWS, 11);
  const request = requestOf(matrix);
  const runtime = await alone(model, matrix, place.folder);
  const work = new Map([['onnxruntime-node alone', async () => runtime.run()]]);
  for (const [name, path] of Object.entries(OURS)) {
    const side = sides.get(name);
    work.set(name, async () => {
      const [milliseconds] = await timed(() => ask(side, path, request));
      return milliseconds;
    });
  }
  const results = new Map([...work.keys()].map((name) => [name, []]));
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, once] of work) {
        const times = [];
        for (let at = 0; at < REPEATS; at += 1) {
          times.push(await once());
          // One request is measured, not what the events of the one before it cost; those are on the bus first.
          await sides.get(name)?.settle();
        }
        // The first round warms up.
        if (round > 0) results.get(name).push(median(times));
        if (round > 0) say(`round ${round}, ${ROWS} rows, ${name}: ${median(times).toFixed(1)} ms`);
      }
    }
  } finally {
    runtime.stop();
  }
  return results;
}

export function bulkBars(results) {
  const [[, runtime], ...ours] = results;
  return ours.map(([name, times]) => ({
    what: `${ROWS.toLocaleString('en')} rows in one binary request, ${name}: rows/s to onnxruntime-node alone`,
    found: Number(median(times.map((time, round) => runtime[round] / time)).toFixed(2)),
    limit: 0.7,
    unit: 'times',
    atLeast: true,
  }));
}

export const bulkTable = (results) =>
  [...results].map(
    ([name, times]) => `${ROWS.toLocaleString('en')} rows in one request, ${name}: ${median(times).toFixed(1)} ms`,
  );
