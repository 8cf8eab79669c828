// Negative control and real drift on real data: `node tools/bench/drift-bank-marketing.mjs --data bank-additional-full.csv`.
// The first month, split at random in two, must not alarm in more than 5 % of the splits; every later month must.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkData, ReplayError } from '../replay/bank-data.mjs';
import { textTable } from './benchmarks-page.mjs';
import { loadBundled } from './bundle.mjs';

const ALLOWED_SHARE = 0.05;
const USAGE = 'node tools/bench/drift-bank-marketing.mjs --data bank-additional-full.csv [--splits 1000] [-o json]';

function readOptions() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      splits: { type: 'string', default: '1000' },
      output: { type: 'string', short: 'o', default: 'text' },
    },
  });
  if (!values.data || !(Number(values.splits) > 0)) throw new ReplayError(`usage: ${USAGE}`);
  return { ...values, splits: Number(values.splits) };
}

function reportText({ control, months }) {
  const rows = months.map((one) => [
    one.month,
    String(one.rows),
    one.drift,
    one.share,
    one.joint,
    one.quality,
    one.violated.slice(0, 3).join(' ') || '-',
  ]);
  const columns = ['month', 'rows', 'drift', 'features', 'joint', 'quality', 'violated'];
  const { any, splits, drift, joint, quality } = control;
  return [
    textTable({ columns, rows }),
    `first month split at random: ${any} of ${splits} alarm (drift ${drift}, joint ${joint}, quality ${quality})`,
  ].join('\n');
}

try {
  const { data, splits, output } = readOptions();
  checkData(data, (line) => process.stderr.write(`${line}\n`));
  const { compare, randomSplits, readBank } = await loadBundled('tools/bench/drift-bank.ts');
  const bank = readBank(readFileSync(data, 'utf8'));
  const [first, ...later] = bank.months;
  const months = later.map(({ name, rows }) => ({
    month: name,
    rows: rows.length,
    ...compare(bank.signature, first.rows, rows),
  }));
  const report = { firstMonth: first.rows.length, control: randomSplits(bank, first.rows, splits), months };
  process.stdout.write(`${output === 'json' ? JSON.stringify(report) : reportText(report)}\n`);
  // A month of fewer than 30 rows is not judged.
  const missed = months.filter(({ rows, drift }) => rows >= 30 && drift !== 'drift');
  process.exitCode = report.control.any <= ALLOWED_SHARE * splits && missed.length === 0 ? 0 : 3;
} catch (error) {
  if (!(error instanceof ReplayError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
