import pg from 'pg';
import { inMs, median, quantile, timed } from '../figures.mjs';
import { loadBenchModels } from '../load-bench-models.mjs';
import { pushVersion } from '../push-version.mjs';
import { cpuMs } from '../cpu-time.mjs';
import { buildRegistry, scratchPlace, startRegistry } from '../running-registry.mjs';

const MODEL = 'many';
const VERSIONS = 10_000;
const CHANGES = 2_000;
const ROLLOUTS = 200;
const REPEATS = 50;
const WARM_UP = 5;
const FEATURES = 20;
const LIST_LIMIT_MS = 100;
const ALIAS_LIMIT_MS = 50;

function referenceCsv() {
  const names = Array.from({ length: FEATURES }, (_, at) => `feature_${at + 1}`);
  const row = (i) => [...names.map((_, at) => ((i * (at + 3)) % 101) / 10), i % 2].join(',');
  return [[...names, 'y'].join(','), ...Array.from({ length: 500 }, (_, i) => row(i))].join('\n');
}

/** Rows as the product made the first one, ten thousand times; history and rollouts as if people had moved it for years. */
const FILL = [
  `CREATE TEMP TABLE seed AS SELECT * FROM model_version WHERE model = '${MODEL}' AND version = 1`,
  `INSERT INTO model_version SELECT (jsonb_populate_record(seed, jsonb_build_object('version', n,
     'artifact_digest', encode(sha256(n::text::bytea), 'hex'), 'created_at', now() - (${VERSIONS} - n) * interval '1 hour'))).*
   FROM seed, generate_series(2, ${VERSIONS}) n`,
  `UPDATE model SET last_version = ${VERSIONS} WHERE name = '${MODEL}'`,
  `INSERT INTO model_alias_change (model, alias, version, previous_version, action, reason, actor, changed_at, effective_at)
   SELECT '${MODEL}', 'champion', n * 5, nullif(n * 5 - 5, 0), 'promote', 'better', 'bench', t, t
   FROM generate_series(1, ${CHANGES}) n, LATERAL (SELECT now() - (${CHANGES} - n) * interval '5 hours' - interval '1 hour') at(t)`,
  `INSERT INTO model_alias (model, alias, version, revision) VALUES ('${MODEL}', 'champion', ${CHANGES * 5}, ${CHANGES})
   ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version, revision = excluded.revision`,
  `INSERT INTO rollout (id, model, strategy, state, champion_version, candidate_version, steps, share_percent, salt, policy,
     frozen_at, step_started_at, started_by, started_at, ended_at)
   SELECT gen_random_uuid(), '${MODEL}', 'canary', 'promoted', n * 50 - 5, n * 50, '[]', 100, 'salt', '{}', t, t, 'bench', t, t
   FROM generate_series(1, ${ROLLOUTS}) n, LATERAL (SELECT now() - (${ROLLOUTS} - n) * interval '50 hours') at(t)`,
  'ANALYZE',
];

async function fill(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const sql of FILL) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Each question once a round, in turn. @returns {Promise<Map<string, {times: number[], cpuMs: number, bytes: number}>>} */
async function timeInTurn(questions, pid) {
  const results = new Map(Object.keys(questions).map((name) => [name, { times: [], cpuMs: 0, bytes: 0 }]));
  for (let round = -WARM_UP; round < REPEATS; round += 1) {
    for (const [name, ask] of Object.entries(questions)) {
      const cpuBefore = cpuMs(pid);
      const [milliseconds, text] = await timed(() => ask(round + WARM_UP));
      if (round < 0) continue;
      const result = results.get(name);
      result.times.push(milliseconds);
      result.cpuMs += cpuMs(pid) - cpuBefore;
      result.bytes = text.length;
    }
  }
  return results;
}

function questionsTo(registry) {
  const get = (path) => async () => (await registry.request(`/api/v1/models/${MODEL}${path}`)).text();
  const page = (cursor) => get(`/versions?limit=50${cursor ? `&cursor=${cursor}` : ''}`);
  const at = new Date(Date.now() - (CHANGES / 2) * 5 * 3_600_000).toISOString();
  const change = async (count) => {
    const body = JSON.stringify({ version: (count % 100) + 1, reason: `benchmark ${count}` });
    const headers = { 'content-type': 'application/json' };
    return (
      await registry.request(`/api/v1/models/${MODEL}/aliases/champion`, { method: 'PUT', headers, body })
    ).text();
  };
  return {
    'list, first page': page(),
    'list, middle page': page(VERSIONS / 2),
    'list, last page': page(51),
    'alias change': change,
    'champion at a time': get(`/aliases/champion/history?limit=1&at=${at}`),
    'the model': get(''),
  };
}

async function measure({ say }) {
  await buildRegistry();
  const models = await loadBenchModels();
  const place = await scratchPlace();
  let registry;
  try {
    registry = await startRegistry(place);
    await pushVersion(registry, MODEL, [
      { field: 'artifact', name: 'small.onnx', bytes: models.smallModel(FEATURES) },
      { field: 'manifest', bytes: Buffer.from('{"label":"y"}') },
      { field: 'reference', bytes: Buffer.from(referenceCsv()) },
    ]);
    say(`writing ${VERSIONS} versions`);
    await fill(place.databaseUrl);
    say(`asking ${REPEATS} times`);
    return await timeInTurn(questionsTo(registry), registry.pid);
  } finally {
    await registry?.stop();
    await place.stop();
  }
}

export const registry10kVersions = {
  title: '10,000 versions of one model',
  about: `A model with ${VERSIONS.toLocaleString('en')} versions of ${FEATURES} features and a reference each, ${CHANGES.toLocaleString('en')} champion changes and ${ROLLOUTS} rollouts; over HTTP, one request at a time, in turn.`,
  async run(context) {
    const results = await measure(context);
    const rows = [...results].map(([name, { times, cpuMs: cpu, bytes }]) => [
      name,
      inMs(median(times)),
      inMs(quantile(times, 0.95)),
      inMs(Math.max(...times)),
      inMs(cpu / times.length),
      (bytes / 1024).toFixed(0),
    ]);
    const bar = (name, limit) => ({
      what: `${name}, 95th percentile`,
      found: Number(inMs(quantile(results.get(name).times, 0.95))),
      limit,
      unit: 'ms',
    });
    return {
      table: { columns: ['request', 'median ms', 'p95 ms', 'slowest ms', 'CPU ms', 'answer KiB'], rows },
      bars: [
        ...['list, first page', 'list, middle page', 'list, last page'].map((name) => bar(name, LIST_LIMIT_MS)),
        bar('alias change', ALIAS_LIMIT_MS),
      ],
      notes: [
        `${REPEATS} requests each after ${WARM_UP} to warm up. CPU: the registry's own, mean of a request; what is above it was waiting, for PostgreSQL or for a core.`,
      ],
    };
  },
};
