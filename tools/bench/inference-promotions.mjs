// Promotions under full load: every answer is good, and how soon every process answers from the new version.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { median, quantile } from './figures.mjs';
import { generateLoad } from './inference-pinned.mjs';
import { startInference } from './inference-world.mjs';

const MODEL = 'trees-promoted';
const PROMOTIONS = 50;
const PROCESSES = 2;
const CONNECTIONS = 64;
const EVERY_MS = 1_000;
const FIRST_MS = 2_000;
const LIMIT_MS = 250;
const FIRST_VERSION = 3;

/** Versions that no process has loaded: a promotion includes loading, compiling and warming them. */
const ADD_VERSIONS = `
  CREATE TEMP TABLE seed AS SELECT * FROM model_version WHERE model = '${MODEL}' AND version = 1;
  INSERT INTO model_version
    SELECT (jsonb_populate_record(seed, jsonb_build_object('version', n))).*
    FROM seed, generate_series(${FIRST_VERSION}, ${FIRST_VERSION + PROMOTIONS - 1}) n;
  UPDATE model SET last_version = ${FIRST_VERSION + PROMOTIONS - 1} WHERE name = '${MODEL}'`;

/** The alias as the registry moves it; a trigger of the table notifies the processes. */
const PROMOTE = `UPDATE model_alias SET version = $1, revision = revision + 1, changed_at = now()
  WHERE model = '${MODEL}' AND alias = 'champion'`;

const isSocket = (link) => link.startsWith('socket:');

/** Open sockets of each process under the primary: a process without connections would not be watched. */
function socketsOfWorkers(primary) {
  const workers = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8').trim().split(' ');
  return workers.map((pid) => {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return '';
      }
    });
    return links.filter(isSocket).length;
  });
}

/** @returns {Promise<number[]>} wall clock before each change, in ms */
async function promoteInTurn(databaseUrl, primary, say) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const times = [];
  try {
    await pause(FIRST_MS);
    say(`sockets by process: ${socketsOfWorkers(primary).join(', ')}`);
    for (let at = 0; at < PROMOTIONS; at += 1) {
      times.push(performance.timeOrigin + performance.now());
      await client.query(PROMOTE, [FIRST_VERSION + at]);
      await pause(EVERY_MS);
    }
  } finally {
    await client.end();
  }
  return times;
}

export async function measurePromotions(place, { access, instances, say }) {
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  await client.query(ADD_VERSIONS).finally(() => client.end());
  const server = await startInference(place, access, { processes: PROCESSES });
  say(`${PROMOTIONS} promotions under load, ${PROCESSES} processes`);
  const [load, times] = await Promise.all([
    generateLoad({
      port: server.port,
      path: `/v1/models/${MODEL}:predict`,
      headers: server.headers,
      bodies: instances.map((instance) => JSON.stringify({ instances: [instance] })),
      connections: CONNECTIONS,
      durationMs: FIRST_MS + PROMOTIONS * EVERY_MS + 1_000,
      watchVersions: true,
    }),
    promoteInTurn(place.databaseUrl, server.pid, say),
  ]);
  await server.stop();
  const seen = times.map((time, at) => {
    const found = load.versions[FIRST_VERSION + at];
    return found?.connections >= CONNECTIONS ? found.lastMs - time : Infinity;
  });
  const failed = Object.values(load.errors).reduce((sum, count) => sum + count, 0);
  for (const [reason, count] of Object.entries(load.errors)) say(`failed: ${count} x ${reason}`);
  const p99 = quantile(seen, 0.99);
  say(`promotions: median ${median(seen).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, failed ${failed}`);
  return {
    bars: [
      { what: `${PROMOTIONS} promotions under load: requests that failed`, found: failed, limit: 1, unit: 'requests' },
      {
        what: `${PROMOTIONS} promotions under load: until all ${CONNECTIONS} connections had an answer of the new version, 99th percentile`,
        found: Number(p99.toFixed(0)),
        limit: LIMIT_MS,
        unit: 'ms',
      },
    ],
    notes: [
      `Promotions: ${PROCESSES} processes, ${load.requestsPerSecond.toFixed(0)} requests/s, a version nobody had loaded each time; median ${median(seen).toFixed(0)} ms from before the change of the alias to the last connection's first answer of it.`,
    ],
  };
}
