// `npm run replay:bank-marketing -- --data FILE`: the whole loop on real data, over the public command line and API.
// Train the first champion on the first two months, then send the rest in order, outcomes 500 rows late, and report.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkData, FIRST_CHAMPION_ROWS, ReplayError } from './replay/bank-data.mjs';
import { buildReport } from './replay/build-report.mjs';
import { plumbline } from './replay/plumbline-cli.mjs';
import { reportText } from './replay/print-report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const policiesFile = join(root, 'tools/replay/bank-marketing.policies.json');
const USAGE = `npm run replay:bank-marketing -- --data bank-additional-full.csv [-o json] [--url URL --token T] [--rate ROWS_PER_S] [--batch ROWS] [--keep] [--skip-build]
  without --url it starts a stack of its own on free ports, in a temporary folder, and stops it at the end`;
const TAIL_ROWS = 5_188;
const DELAY_ROWS = 500;
/** What the platform's own retraining trains with: the never-retrained champion is then a fair comparison. */
const TRAINER = ['trees=60', 'learningRate=0.05', 'maxLeaves=7', 'l2=1', 'featureFraction=0.3'];

const tell = (line) => process.stderr.write(`replay | ${line}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      output: { type: 'string', short: 'o', default: 'text' },
      url: { type: 'string' },
      token: { type: 'string' },
      rate: { type: 'string', default: '60' },
      batch: { type: 'string', default: '20' },
      keep: { type: 'boolean', default: false },
      'skip-build': { type: 'boolean', default: false },
    },
  });
  if (!values.data || !['text', 'json'].includes(values.output)) throw new ReplayError(`usage: ${USAGE}`);
  if (!(Number(values.rate) > 0)) throw new ReplayError(`--rate ${values.rate}: give rows a second, above 0`);
  return values;
}

async function freeName(server) {
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'bank-marketing' : `bank-marketing-${n}`;
    const response = await fetch(`${server.url}/api/v1/models/${name}`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    if (response.status === 404) return name;
    if (!response.ok) throw new ReplayError(`${server.url} answered ${response.status}: ${await response.text()}`);
    tell(`${name} exists already`);
  }
}

async function setPolicies(model, server) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-policies-'));
  try {
    for (const [kind, policy] of Object.entries(JSON.parse(readFileSync(policiesFile, 'utf8')))) {
      const file = join(folder, `${kind}.json`);
      writeFileSync(file, JSON.stringify(policy));
      const { code } = await plumbline(['policy', 'set', model, kind, file], { ...server, quiet: true });
      if (code !== 0) throw new ReplayError(`the ${kind} policy was refused`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(options, server, startedMs) {
  const data = checkData(options.data, tell);
  const model = await freeName(server);
  const file = ['--data', options.data, '--label', 'y', '--positive', 'yes', '--drop', 'duration'];
  const trained = await plumbline(
    ['train', '--name', model, ...file, '--rows', `0:${FIRST_CHAMPION_ROWS}`, '--protected', 'age:30,45,60,marital']
      .concat(TRAINER.flatMap((parameter) => ['--param', parameter]))
      .concat(['--promote', '--reason', 'first champion: the first two months']),
    server,
  );
  if (trained.code !== 0) throw new ReplayError('the first champion could not be trained');
  const { logLoss, auc } = trained.answer.metrics;
  tell(`first champion: log loss ${logLoss.toFixed(4)}, AUC ${auc.toFixed(4)} in cross-validation`);
  await setPolicies(model, server);
  const pace = ['--rate', options.rate, '--batch', options.batch, '--label-delay', String(DELAY_ROWS)];
  const judge = ['--tail', String(TAIL_ROWS), '--window', '2000', '--against', '1'];
  const { answer: replay } = await plumbline(
    ['replay', model, options.data, '--label', 'y', '--rows', `${FIRST_CHAMPION_ROWS}:`, ...pace, ...judge],
    server,
  );
  return buildReport({ model, replay, data, server, startedMs });
}

async function main() {
  const startedMs = Date.now();
  const options = readOptions();
  checkData(options.data, () => {});
  let own;
  const leaving = new AbortController();
  const leave = async (code, line) => {
    if (line) tell(line);
    leaving.abort();
    await own?.stop();
    process.exit(code);
  };
  process.on('SIGINT', () => void leave(130, 'stopping'));
  process.on('SIGTERM', () => void leave(143, 'stopping'));
  if (!options.url) {
    const { startOwnStack } = await import('./replay/own-stack.mjs');
    const { keep, 'skip-build': skipBuild } = options;
    own = await startOwnStack({ root, keep, skipBuild, tell, onGiveUp: (line) => void leave(1, line) });
  }
  try {
    const token = options.token ?? process.env.PLUMBLINE_TOKEN ?? '';
    const server = { ...(own ?? { url: options.url.replace(/\/+$/, ''), token }), signal: leaving.signal };
    const report = await run(options, server, startedMs);
    await own?.stop();
    process.stdout.write(`${options.output === 'json' ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
    process.exitCode = report.reconciled ? 0 : 1;
  } finally {
    await own?.stop();
  }
}

main().catch((error) => {
  const known = error instanceof ReplayError || error.code?.startsWith?.('ERR_PARSE_ARGS');
  process.stderr.write(`${known ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
});
