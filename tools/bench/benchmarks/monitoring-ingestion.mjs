import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.mjs';
import { freePort } from '../../servers/free-port.mjs';
import { startKafka } from '../../servers/kafka.mjs';
import { runCommand } from '../../start/run-command.mjs';
import { loadBundled } from '../bundle.mjs';
import { cpuMs, cpuMsOfTree } from '../cpu-time.mjs';
import { inMiB, median } from '../figures.mjs';
import { LOAD_CORE, moveToCore, pinProblem } from '../inference-pinned.mjs';
import { movePostgres, startServer } from '../inference-world.mjs';
import { peakResidentBytes } from '../resident-memory.mjs';
import { scratchPlace } from '../running-registry.mjs';
import { started } from '../started.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ROWS = Number(process.env.BENCH_EVENTS ?? 500_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
/** Measured from here on: before it the process starts and its code is compiled. */
const WARM_ROWS = ROWS / 10;
const LOOK_MS = 50;
const STALLED_MS = 60_000;

/** Committed offsets: they commit in the transaction of the rows and the windows. */
const COMMITTED = 'SELECT coalesce(sum(next_offset), 0)::int AS n FROM consumer_offset';
const STORED = `
  SELECT (SELECT count(*) FROM prediction)::int AS predictions,
         (SELECT coalesce(sum((counters->>'predictions')::int), 0) FROM monitor_window)::int AS counted`;

/** @returns {Promise<{url: string, query(sql: string): Promise<object[]>, end(): Promise<void>}>} */
async function freshDatabase({ databaseUrl }, name) {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = Object.assign(new URL(databaseUrl), { pathname: name }).href;
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return { url, query: async (sql) => (await client.query(sql)).rows, end: () => client.end() };
}

const postmasterOf = ({ folder }) =>
  Number(readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n', 1)[0]);

/** Resolves with the instant and the processor times at which so many predictions were committed. */
async function until(rows, { database, pids: { monitor, postgres, kafka } }) {
  for (let [known, knownAt] = [0, performance.now()]; ; await pause(LOOK_MS)) {
    const [{ n }] = await database.query(COMMITTED);
    const now = performance.now();
    if (n >= rows)
      return { rows: n, atMs: now, cpuMs: cpuMs(monitor), serversMs: cpuMsOfTree(postgres) + cpuMs(kafka) };
    if (n > known) [known, knownAt] = [n, now];
    if (now - knownAt > STALLED_MS) throw new Error(`the monitor stays at ${n} of ${rows} predictions`);
  }
}

async function measureRound(place, { round, kafka, world, say }) {
  const { brokers } = kafka;
  await world.forgetGroups(brokers);
  const database = await freshDatabase(place, `round_${round}`);
  await world.registerModel(database.url);
  movePostgres(place);
  const port = await freePort();
  const monitor = await startServer({
    name: `monitor-${round}`,
    folder: join(place.folder, `monitor-${round}`),
    // For whoever looks where the time goes: BENCH_NODE_OPTIONS=--cpu-prof
    args: [...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []), join(root, 'dist/apps/monitor/main.js')],
    env: { DATABASE_URL: database.url, KAFKA_BROKERS: brokers, MONITOR_PORT: String(port), LOG_LEVEL: 'warn' },
    port,
    readyPath: '/health/live',
  });
  const pids = { monitor: monitor.pid, postgres: postmasterOf(place), kafka: kafka.pid };
  const warm = await until(WARM_ROWS, { database, pids });
  const end = await until(ROWS, { database, pids });
  const peakBytes = peakResidentBytes(monitor.pid);
  const [stored] = await database.query(STORED);
  await monitor.stop();
  await database.end();
  const rows = end.rows - warm.rows;
  const result = {
    perCpuSecond: (rows * 1_000) / (end.cpuMs - warm.cpuMs),
    serversUs: ((end.serversMs - warm.serversMs) * 1_000) / rows,
    perSecond: (rows * 1_000) / (end.atMs - warm.atMs),
    peakBytes,
    wrong: Math.abs(ROWS - stored.predictions) + Math.abs(ROWS - stored.counted),
  };
  say(
    `round ${round + 1}: ${result.perCpuSecond.toFixed(0)} a CPU second, ${result.perSecond.toFixed(0)}/s, servers ${result.serversUs.toFixed(1)} us a row, at most ${inMiB(peakBytes)} MiB, ${result.wrong} wrong`,
  );
  return result;
}

async function measure({ say }) {
  await runCommand(process.execPath, ['tools/build/build-app.mjs', 'monitor'], { cwd: root });
  const world = await loadBundled('tools/bench/ingestion-world.ts');
  const place = await scratchPlace();
  const kafka = started(await startKafka({ dataDir: join(place.folder, 'kafka') }));
  moveToCore(LOAD_CORE, kafka.pid);
  say(`publishing ${ROWS} predictions`);
  await world.publishPredictions(kafka.brokers, ROWS);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await measureRound(place, { round, kafka, world, say }));
  }
  return rounds;
}

export const monitoringIngestion = {
  title: 'Predictions from Kafka to committed windows',
  about: `${ROWS.toLocaleString('en')} predictions of 10 features (8 numbers, 2 categories), a subject and a protected attribute, as CloudEvents in Kafka before the monitor starts: it catches up. Each batch commits rows, window counters and offsets in one transaction. The monitor is pinned to one core, Kafka and PostgreSQL to the other.`,
  async run(context) {
    const rounds = await measure(context);
    const problem = pinProblem();
    const of = (figure) => median(rounds.map((round) => round[figure]));
    return {
      table: {
        columns: [
          'round',
          'predictions a CPU second',
          'predictions/s',
          'Kafka and PostgreSQL, CPU us a row',
          'peak MiB',
        ],
        rows: rounds.map(({ perCpuSecond, perSecond, serversUs, peakBytes }, at) => [
          String(at + 1),
          perCpuSecond.toFixed(0),
          perSecond.toFixed(0),
          serversUs.toFixed(1),
          inMiB(peakBytes),
        ]),
      },
      bars: [
        {
          what: 'predictions a second of the monitor’s core',
          found: Math.round(of('perCpuSecond')),
          limit: 25_000,
          unit: 'rows',
          atLeast: true,
        },
        {
          what: 'predictions a second by the clock',
          found: Math.round(of('perSecond')),
          limit: 25_000,
          unit: 'rows',
          atLeast: true,
        },
        {
          what: 'memory of the monitor at its peak',
          found: Number(inMiB(Math.max(...rounds.map(({ peakBytes }) => peakBytes)))),
          limit: 1_000,
          unit: 'MiB',
        },
        {
          what: 'rows lost or counted twice',
          found: rounds.reduce((sum, { wrong }) => sum + wrong, 0),
          limit: 1,
          unit: 'rows',
        },
      ],
      notes: [
        ...(problem ? [problem] : []),
        `Medians of ${ROUNDS} rounds, each on a new database; the first ${WARM_ROWS.toLocaleString('en')} predictions of a round are not measured. CPU: user and system time of the monitor with all its threads, its garbage collection included.`,
        'By the clock Kafka and PostgreSQL share one core, so that figure is theirs as well.',
      ],
    };
  },
};
