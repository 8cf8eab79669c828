// A past for the demo: two champions, windows of traffic with outcomes, a canary, drift that begins. Each stage looks
// whether it was done already, so that a start that was interrupted goes on where it stopped.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { plumbline } from '../replay/plumbline-cli.mjs';
import { customersCsv, customerStream } from './customers.mjs';
import { MODEL } from './demo-client.mjs';
import { ONSET_BEFORE_START_MS, shiftAt } from './schedule.mjs';

const POLICIES = fileURLToPath(new URL('demo.policies.json', import.meta.url));
const WINDOW_MS = 600_000;
const ROWS_PER_WINDOW = 300;
const CALM_WINDOWS = 9;
const SHIFTED_WINDOWS = ONSET_BEFORE_START_MS / WINDOW_MS;
const BATCH = 150;
const LEARN_MS = 45_000;
/** The youngest rows have no outcome yet, as in life. */
const UNLABELLED_MS = WINDOW_MS / 2;

const VERSIONS = [
  {
    seed: 2024,
    rows: 4_000,
    shift: 0,
    trainer: 'logistic',
    parameters: [],
    reason: "first churn model, on last year's simulated customers",
  },
  {
    seed: 2025,
    rows: 6_000,
    shift: 0,
    trainer: 'boosting',
    parameters: ['trees=120', 'maxLeaves=8'],
    reason: "boosted trees, on this year's simulated customers",
  },
  {
    seed: 2026,
    rows: 6_000,
    shift: 0.35,
    trainer: 'boosting',
    parameters: ['trees=120', 'maxLeaves=8'],
    reason: 'trained on the newest simulated customers, some of whom have seen the offer of a rival',
  },
];

async function trainVersion(version, promote, server) {
  const { seed, rows, shift, trainer, parameters, reason } = version;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
  try {
    const file = join(folder, `simulated-customers-${seed}.csv`);
    writeFileSync(file, customersCsv(seed, rows, shift));
    const what = ['train', '--name', MODEL, '--data', file, '--label', 'churn', '--positive', '1', '--simulated'];
    const how = ['--trainer', trainer, ...parameters.flatMap((parameter) => ['--param', parameter])];
    const who = ['--owner', 'demo', '--description', 'SIMULATED: which bank customers leave', '--reason', reason];
    const protect = ['--protected', 'gender,age:30,45,60'];
    const args = [...what, ...how, ...protect, ...who, ...(promote ? ['--promote'] : [])];
    const { code, answer } = await plumbline(args, { ...server, quiet: true });
    if (code !== 0) throw new Error(`training ended with code ${code}`);
    return answer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function champions(client, server, tell) {
  const known = (await client.model()) ? (await client.history()).length : 0;
  for (const [i, version] of VERSIONS.slice(0, 2).entries()) {
    if (i < known) continue;
    const { version: number, metrics } = await trainVersion(version, true, server);
    tell(`version ${number} is champion (simulated data, AUC ${metrics.auc.toFixed(3)})`);
  }
}

async function policies(client, tell) {
  const written = (await client.policies()).filter(({ revision }) => revision > 0).map(({ kind }) => kind);
  const wanted = Object.entries(JSON.parse(readFileSync(POLICIES, 'utf8'))).filter(([kind]) => !written.includes(kind));
  for (const [kind, policy] of wanted) await client.setPolicy(kind, policy);
  if (wanted.length > 0) tell(`policies set: ${wanted.map(([kind]) => kind).join(', ')}`);
}

/** One stretch of the past, sent at once with the times it happened at. */
async function sendPast(client, stream, { fromMs, windows, startedMs }) {
  const rows = windows * ROWS_PER_WINDOW;
  const onsetMs = startedMs - ONSET_BEFORE_START_MS;
  const timeOf = (i) => fromMs + Math.floor((i * WINDOW_MS) / ROWS_PER_WINDOW);
  for (let from = 0; from < rows; from += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, rows - from) }, (_, i) => from + i);
    const customers = places.map((i) => stream.next(shiftAt(timeOf(i) - onsetMs)));
    const predictions = await client.predict(
      customers,
      places.map((i) => new Date(timeOf(i)).toISOString()),
    );
    const outcomes = predictions
      .map(({ predictionId }, k) => ({ predictionId, k, atMs: timeOf(places[k]) }))
      .filter(({ atMs }) => atMs < startedMs - UNLABELLED_MS)
      .map(({ predictionId, k, atMs }) => ({
        model: MODEL,
        predictionId,
        label: customers[k].churn,
        observedAt: new Date(atMs + 60_000).toISOString(),
      }));
    if (outcomes.length > 0) await client.outcomes(outcomes);
  }
  return rows;
}

async function untilJoined(client, rows) {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(250))
    if ((await client.reconciliation()).joined >= rows) return;
}

const FINISHED = new Set(['rejected', 'registered', 'failed', 'cancelled']);

/** Asks the platform to learn from what it has seen; its own gates decide. @returns the rollout it began, if any */
async function learn(client, tell) {
  if ((await client.trainingRuns()).length === 0) await client.retrain('demo: learn from the outcomes so far');
  for (const deadline = Date.now() + LEARN_MS; Date.now() < deadline; await sleep(500)) {
    const [run] = await client.trainingRuns();
    const [rollout] = await client.rollouts();
    if (rollout) return rollout;
    if (run && FINISHED.has(run.state) && run.state !== 'registered') {
      tell(`the retrained candidate was ${run.state}: ${run.reason}`);
      return null;
    }
  }
  return null;
}

async function canary(client, server, tell) {
  const [running] = await client.rollouts();
  if (running) return;
  let candidate = (await learn(client, tell))?.candidateVersion;
  if (candidate === undefined) {
    candidate = (await trainVersion(VERSIONS[2], false, server)).version;
    await client.startRollout({
      version: candidate,
      reason: 'canary of the version with the newest simulated customers',
    });
  }
  await client.untilServed(candidate);
  tell(`version ${candidate} answers 10 % as a canary`);
}

/** @param startedMs when the product was first started: the past ends there */
export async function seedStory(client, server, startedMs, tell) {
  await champions(client, server, tell);
  await policies(client, tell);
  await client.untilServed(2);
  const { predictions } = await client.reconciliation();
  const onsetMs = startedMs - ONSET_BEFORE_START_MS;
  const calmRows = CALM_WINDOWS * ROWS_PER_WINDOW;
  if (predictions < calmRows) {
    const fromMs = onsetMs - CALM_WINDOWS * WINDOW_MS;
    await sendPast(client, customerStream(11), { fromMs, windows: CALM_WINDOWS, startedMs });
    tell(`${calmRows} simulated predictions of the past, with outcomes`);
  }
  await untilJoined(client, calmRows);
  await canary(client, server, tell);
  if (predictions < calmRows + SHIFTED_WINDOWS * ROWS_PER_WINDOW) {
    await sendPast(client, customerStream(12), { fromMs: onsetMs, windows: SHIFTED_WINDOWS, startedMs });
    tell('behaviour begins to shift: drift shows with the next windows');
  }
}
