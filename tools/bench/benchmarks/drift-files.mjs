import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../start/run-command.mjs';
import { writeTables } from '../drift-tables.mjs';
import { median } from '../figures.mjs';
import { environment } from '../inference-peers.mjs';
import { started } from '../started.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ROWS = Number(process.env.BENCH_DRIFT_ROWS ?? 1_000_000);
const COLUMNS = 20;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const FORMATS = ['parquet', 'csv'];
const METHODS = ['default', 'psi'];
const AT_LEAST = 100;

/** Seconds of the whole command, from starting the program to its end. Exit code 3 is what drift answers. */
function compareOnce(folder, format) {
  const [reference, current] = ['reference', 'current'].map((side) => join(folder, `${side}.${format}`));
  const args = ['dist/apps/cli/main.js', 'drift', '--reference', reference, '--current', current, '-o', 'json'];
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.once('close', (code) => {
      const seconds = (performance.now() - start) / 1_000;
      if (code !== 3) return reject(new Error(`plumbline drift ended with ${code}: drift (3) is in the files`));
      const { rows, features } = JSON.parse(Buffer.concat(chunks).toString());
      if (rows.current !== ROWS || features.length !== COLUMNS)
        return reject(new Error('the report lacks rows or columns'));
      resolve(seconds);
    });
  });
}

/** One process for all its comparisons: importing its libraries is not counted. */
async function startEvidently(folder) {
  const bin = await environment('evidently');
  const program = join(root, 'tools/bench/peers/evidently_drift.py');
  const child = spawn(join(bin, 'python'), [program, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const peer = started({
    stop: async () => {
      child.kill();
    },
  });
  return {
    compare: async (format, method) => {
      child.stdin.write(`${format} ${method}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('evidently ended');
      return JSON.parse(value);
    },
    stop: peer.stop,
  };
}

async function tryEvidently(folder, say) {
  try {
    return { evidently: await startEvidently(folder) };
  } catch (error) {
    say(`evidently is not there: ${error.message}`);
    return { missing: `NOT MEASURED: Evidently: ${error.message.trim().split('\n').at(-1)}` };
  }
}

async function measure(folder, evidently, say) {
  const seconds = new Map();
  const note = (key, value) => seconds.set(key, [...(seconds.get(key) ?? []), value]);
  for (const format of FORMATS) await compareOnce(folder, format);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const format of FORMATS) {
      note(`${format} ours`, await compareOnce(folder, format));
      for (const method of evidently === undefined ? [] : METHODS) {
        const { loadSeconds, runSeconds } = await evidently.compare(format, method);
        note(`${format} ${method}`, loadSeconds + runSeconds);
        note(`${format} ${method} loaded`, runSeconds);
        note(`${format} ours`, await compareOnce(folder, format));
      }
      say(`round ${round + 1} of ${ROUNDS}, ${format}: ours ${median(seconds.get(`${format} ours`)).toFixed(2)} s`);
    }
  return (key) => median(seconds.get(key) ?? [NaN]);
}

const throughput = (seconds) => ((2 * ROWS * COLUMNS) / seconds / 1e6).toFixed(2);

function rowsOf(format, of) {
  const fastest = (suffix) => Math.min(...METHODS.map((method) => of(`${format} ${method}${suffix}`)));
  const line = (name, seconds) => [
    `${name}, ${format}`,
    seconds.toFixed(2),
    throughput(seconds),
    (seconds / of(`${format} ours`)).toFixed(0),
  ];
  return {
    ratio: fastest('') / of(`${format} ours`),
    rows: [
      line('plumbline drift, the whole program', of(`${format} ours`)),
      ...METHODS.flatMap((method) => [
        line(`Evidently, ${method}, with reading`, of(`${format} ${method}`)),
        line(`Evidently, ${method}, data already in memory`, of(`${format} ${method} loaded`)),
      ]),
    ],
  };
}

export const driftFiles = {
  title: 'Drift between two files of 1,000,000 rows and 20 columns',
  about:
    'The same reference and current file for both, 16 columns of numbers and 4 of categories, by turns in one run, medians. Ours is the whole command from start to exit, reading included. Evidently 0.7 (`DataDriftPreset`, pyarrow reading, types given, in a process that has imported everything) by its default measures and by PSI, with and without reading.',
  async run({ say }) {
    await runCommand(process.execPath, ['tools/build/build-app.mjs', 'cli'], { cwd: root });
    mkdirSync(join(root, 'tmp'), { recursive: true });
    const folder = mkdtempSync(join(root, 'tmp/bench-drift-'));
    try {
      await writeTables(folder, ROWS);
      say(`wrote ${ROWS} rows`);
      const { evidently, missing } = await tryEvidently(folder, say);
      const of = await measure(folder, evidently, say);
      await evidently?.stop();
      const found = FORMATS.map((format) => ({ format, ...rowsOf(format, of) }));
      return {
        table: {
          columns: ['', 'seconds', 'M values/s', 'times ours'],
          rows: found.flatMap(({ rows }) => rows).filter(([, seconds]) => seconds !== 'NaN'),
        },
        bars: found.map(({ format, ratio }) => ({
          what: `${format}: throughput against Evidently's faster configuration, both reading the files`,
          found: Math.floor(ratio),
          limit: AT_LEAST,
          unit: 'times',
          atLeast: true,
        })),
        notes: missing === undefined ? [] : [missing],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
