// `npm run bench`: runs the benchmarks (or those that are named), prints them and writes docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { barLine, isMet, machine, textTable, withSection } from './benchmarks-page.mjs';
import { driftBinning } from './benchmarks/drift-binning.mjs';
import { driftFiles } from './benchmarks/drift-files.mjs';
import { driftLaw } from './benchmarks/drift-law.mjs';
import { driftScore } from './benchmarks/drift-score.mjs';
import { inference } from './benchmarks/inference.mjs';
import { monitoringIngestion } from './benchmarks/monitoring-ingestion.mjs';
import { registry10kVersions } from './benchmarks/registry-10k-versions.mjs';
import { registryBigArtifact } from './benchmarks/registry-big-artifact.mjs';
import { stopAll } from './started.mjs';

const BENCHMARKS = {
  'registry-big-artifact': registryBigArtifact,
  'registry-10k-versions': registry10kVersions,
  inference,
  'monitoring-ingestion': monitoringIngestion,
  'drift-law': driftLaw,
  'drift-score': driftScore,
  'drift-binning': driftBinning,
  'drift-files': driftFiles,
};
const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: no such benchmark: ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}\n`,
  );
  process.exit(2);
}

const say = (line) => process.stderr.write(`${line}\n`);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])
  process.once(signal, () => {
    // Requests break off when their server stops; that must not end us before the other servers have.
    process.on('uncaughtException', () => {});
    void stopAll().finally(() => process.exit(code));
  });

let missed = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHMARKS)) {
  const benchmark = BENCHMARKS[name];
  say(`- ${name}`);
  const facts = { machine: machine(), date: new Date().toISOString().slice(0, 10) };
  const result = await benchmark.run({ say: (line) => say(`  ${line}`) }).finally(stopAll);
  const text = withSection(PAGE, name, benchmark, result, facts);
  const style = await prettier.resolveConfig(PAGE);
  writeFileSync(PAGE, await prettier.format(text, { ...style, parser: 'markdown' }));
  const lines = [textTable(result.table), ...result.bars.map(barLine), ...(result.notes ?? [])];
  process.stdout.write(`\n${benchmark.title}\n${lines.join('\n')}\n\n`);
  missed += result.bars.filter((bar) => !isMet(bar)).length;
}
process.exitCode = missed > 0 ? 1 : 0;
