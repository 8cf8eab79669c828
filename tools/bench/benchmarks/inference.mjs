import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '../../start/run-command.mjs';
import { fileURLToPath } from 'node:url';
import { bundle, loadBundled } from '../bundle.mjs';
import { cpuMsOfTree } from '../cpu-time.mjs';
import { median } from '../figures.mjs';
import { bulkBars, bulkTable, measureBulk } from '../inference-bulk.mjs';
import { startPeers } from '../inference-peers.mjs';
import { generateLoad, pinProblem } from '../inference-pinned.mjs';
import { measurePromotions } from '../inference-promotions.mjs';
import { enginesOf, movePostgres, registerModels, startBare, startInference } from '../inference-world.mjs';
import { buildRegistry, scratchPlace } from '../running-registry.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const CONNECTIONS = 64;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const [WARM_UP_MS, DURATION_MS] = [1_500, Number(process.env.BENCH_ROUND_MS ?? 4_000)];
const BODIES = 1_000;
const BARE = 'bare, onnxruntime';
const BARE_TREES = 'bare, tree engine';
const OURS = {
  'Plumbline, onnxruntime, canary': 'runtime-canary',
  'Plumbline, onnxruntime, paired canary': 'runtime-paired',
  'Plumbline, tree engine, canary': 'trees-canary',
  'Plumbline, tree engine, paired canary': 'trees-paired',
};

function instancesOf(rows, names) {
  return Array.from({ length: rows.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, at) => [name, Number(rows[row * names.length + at].toFixed(4))])),
  );
}

/** @returns {Promise<Map<string, {port: number, path: string, headers: object, bodies: string[], settle?: () => Promise<number>}>>} */
async function openSides(place, { models, access, bareBundle, instances, peers }) {
  const bodies = instances.map((instance) => JSON.stringify({ instances: [instance] }));
  const sides = new Map();
  for (const [name, engine] of [
    [BARE, 'onnxruntime'],
    [BARE_TREES, 'trees'],
  ]) {
    const { pid, port, headers } = await startBare(place, { bundlePath: bareBundle, onnx: models[0].onnx, engine });
    sides.set(name, { pid, port, path: '/predict', headers, bodies });
  }
  const { pid, port, headers, waitingBytes } = await startInference(place, access);
  // The events of one round are on the bus before the next side is measured: it does not pay for them.
  const settle = async () => {
    const left = await waitingBytes();
    while ((await waitingBytes()) > 0) await pause(100);
    return left;
  };
  for (const [name, model] of Object.entries(OURS))
    sides.set(name, { pid, port, headers, bodies, path: `/v1/models/${model}:predict`, settle });
  for (const { name, ...peer } of peers) sides.set(name, { ...peer, bodies: instances.map(peer.bodyOf) });
  return sides;
}

/** Every side once a round, in another order each time. @returns {Promise<Map<string, object[]>>} */
async function inRounds(sides, { connections, rounds, say }) {
  const results = new Map([...sides.keys()].map((name) => [name, []]));
  const names = [...sides.keys()];
  for (let round = 0; round < rounds; round += 1) {
    const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of order) {
      const { settle, ...side } = sides.get(name);
      const load = { port: side.port, path: side.path, headers: side.headers, bodies: side.bodies };
      const cpuBefore = cpuMsOfTree(side.pid);
      const result = await generateLoad({ ...load, connections, warmUpMs: WARM_UP_MS, durationMs: DURATION_MS });
      const waiting = settle ? await settle() : 0;
      // With what it did after the last answer: its events' way to the bus. Warm-up requests are estimated by the rate.
      const requests = result.requests * (1 + WARM_UP_MS / DURATION_MS);
      const cpuMicroseconds = ((cpuMsOfTree(side.pid) - cpuBefore) * 1_000) / Math.max(1, requests);
      results.get(name).push({ ...result, cpuMicroseconds });
      const failed = Object.entries(result.errors).map(([reason, count]) => `${count} x ${reason}`);
      say(
        `round ${round + 1}, ${connections} connections, ${name}: ${result.requestsPerSecond.toFixed(0)}/s, p50 ${result.p50Ms.toFixed(2)}, p99 ${result.p99Ms.toFixed(2)} ms, generator ${(result.generatorCpuShare * 100).toFixed(0)} % of its core${waiting ? `, ${(waiting / 2 ** 20).toFixed(1)} MiB of events still to publish` : ''} ${failed.join('; ')}`,
      );
    }
  }
  return results;
}

const medianOf = (results, name, figure) => median(results.get(name).map((result) => result[figure]));
/** Of each round its own ratio: what slowed the machine in a round slowed both. */
const ratio = (results, name, to, figure = 'requestsPerSecond') =>
  median(results.get(name).map((result, round) => result[figure] / results.get(to)[round][figure]));

const failuresIn = (results) =>
  [...results.values()].flat().reduce((sum, { errors }) => sum + Object.values(errors).reduce((a, b) => a + b, 0), 0);

function tableOf(full, single) {
  const rows = [...full.keys()].map((name) => [
    name,
    medianOf(full, name, 'requestsPerSecond').toFixed(0),
    ratio(full, name, BARE).toFixed(3),
    medianOf(full, name, 'cpuMicroseconds').toFixed(0),
    medianOf(full, name, 'p50Ms').toFixed(2),
    medianOf(full, name, 'p99Ms').toFixed(2),
    single.has(name) ? medianOf(single, name, 'p50Ms').toFixed(3) : '-',
  ]);
  return { columns: ['side', 'requests/s', 'to bare', 'CPU us', 'p50 ms', 'p99 ms', 'p50 ms, 1 connection'], rows };
}

function speedBars(full, single) {
  const bar = (what, name, to, limit) => ({
    what,
    found: Number(ratio(full, name, to).toFixed(3)),
    limit,
    unit: 'times',
    atLeast: true,
  });
  const [runtime, runtimePaired, trees, treesPaired] = Object.keys(OURS);
  const slower = (name, bare) => ({
    what: `one connection, ${name}: p50 above ${bare}`,
    found: Number((medianOf(single, name, 'p50Ms') - medianOf(single, bare, 'p50Ms')).toFixed(3)),
    limit: 0.15,
    unit: 'ms',
  });
  return [
    bar(`${runtime} to ${BARE}`, runtime, BARE, 0.75),
    bar(`${runtimePaired} to ${BARE}`, runtimePaired, BARE, 0.75),
    bar(`${trees} to ${BARE}`, trees, BARE, 1),
    bar(`${treesPaired} to ${BARE}`, treesPaired, BARE, 1),
    slower(runtime, BARE),
    slower(trees, BARE),
  ];
}

function peerBars(full, peers) {
  const [, , ours] = Object.keys(OURS);
  return peers.flatMap(({ name, atLeast }) => [
    {
      what: `${ours} to ${name}`,
      found: Number(ratio(full, ours, name).toFixed(1)),
      limit: atLeast,
      unit: 'times',
      atLeast: true,
    },
    {
      what: `p99 of ${ours} to that of ${name}`,
      found: Number(ratio(full, ours, name, 'p99Ms').toFixed(3)),
      limit: 1,
      unit: 'times',
    },
  ]);
}

async function measure({ say }) {
  await buildRegistry();
  await runCommand(process.execPath, ['tools/build/build-app.mjs', 'inference'], { cwd: root });
  const { trainModel, randomRows, FEATURE_NAMES } = await loadBundled('tools/bench/inference-model.ts');
  say('training');
  const models = [trainModel(1), trainModel(2)];
  const bare = await bundle('tools/bench/peers/bare-fastify.ts');
  const place = await scratchPlace();
  try {
    const access = await registerModels(place, models);
    const engines = await enginesOf(place.databaseUrl);
    say(`engines: ${JSON.stringify(engines)}; mean depth of a leaf ${models[0].meanLeafDepth.toFixed(1)}`);
    movePostgres(place);
    const instances = instancesOf(randomRows(BODIES, 7), FEATURE_NAMES);
    const { peers, missing } = await startPeers(place, { model: models[0], say });
    const sides = await openSides(place, { models, access, bareBundle: bare.path, instances, peers });
    const full = await inRounds(sides, { connections: CONNECTIONS, rounds: ROUNDS, say });
    const alone = new Map([...sides].filter(([name]) => name === BARE || name === BARE_TREES || name in OURS));
    const single = await inRounds(alone, { connections: 1, rounds: ROUNDS, say });
    const bulk = await measureBulk(place, { model: models[0], sides: alone, rows: randomRows, rounds: ROUNDS, say });
    const promotions = await measurePromotions(place, { access, instances, say });
    return { full, single, bulk, promotions, peers, missing, engines, models };
  } finally {
    bare.remove();
    await place.stop();
  }
}

export const inference = {
  title: 'Predictions over HTTP',
  about: `One row of 10 features a request, a model of 100 trees with 64 leaves each, ${CONNECTIONS} keep-alive connections. Plumbline answers with authentication, validation, an active canary (10 %; paired: the version that does not answer scores too), metrics, the durable prediction log and 1 % tracing; "bare" is Fastify that only parses, runs the same model in the same micro-batches and answers. Servers on one core, load generator and PostgreSQL on the other, sides in turn in ${ROUNDS} rounds. Only ratios are claims.`,
  async run(context) {
    const { full, single, bulk, promotions, peers, missing, models } = await measure(context);
    const problem = pinProblem();
    return {
      table: tableOf(full, single),
      bars: [
        ...speedBars(full, single),
        ...peerBars(full, peers),
        ...bulkBars(bulk),
        ...promotions.bars,
        {
          what: 'requests that failed at 64 connections and at one',
          found: failuresIn(full) + failuresIn(single),
          limit: 1,
          unit: 'requests',
        },
      ],
      notes: [
        ...(problem ? [problem] : []),
        ...missing,
        ...bulkTable(bulk),
        ...promotions.notes,
        `Medians of ${ROUNDS} rounds of ${DURATION_MS / 1_000} s after ${WARM_UP_MS / 1_000} s to warm up; a ratio is the median of the rounds' own. Mean depth of a leaf: ${models[0].meanLeafDepth.toFixed(1)}.`,
        'CPU: of all processes of the server, for one request and its event until that is on the bus.',
        'A closed loop: a slow answer delays the next request of its connection, so the latencies are those of so many callers, not of arrivals that wait for nobody.',
      ],
    };
  },
};
