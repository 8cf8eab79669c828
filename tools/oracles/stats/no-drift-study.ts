/**
 * How often a whole drift report alarms on data without drift, and on a true PSI of 0.1, by window size.
 * Run: npx esbuild tools/oracles/stats/no-drift-study.ts --bundle --platform=node --outfile=tmp/no-drift-study.cjs
 *        --alias:@plumbline/stats=./libs/pure/stats/src/index.ts
 *      node tmp/no-drift-study.cjs [repetitions=200] [reference sizes=1000,10000] [alpha=default]
 */
import {
  createRandom,
  driftReport,
  type FeatureValue,
  featureWindowFromSamples,
  nextNormal,
  type Random,
} from '@plumbline/stats';

interface Source {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** A fresh law per repetition, so that the study is not about one table of probabilities. */
  readonly law: (random: Random) => (random: Random) => FeatureValue;
}

function pick(shares: readonly number[]): (random: Random) => string {
  const total = shares.reduce((sum, s) => sum + s, 0);
  const ends: number[] = [];
  shares.reduce((sum, s) => (ends.push((sum + s) / total), sum + s), 0);
  return (random) => {
    const u = random.next();
    const found = ends.findIndex((end) => u < end);
    return `c${found === -1 ? ends.length - 1 : found}`;
  };
}
const repeat = (count: number, value: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => value(i));
const exponential = (random: Random): number => -Math.log(1 - random.next());

export const SOURCES: readonly Source[] = [
  { name: 'normal', kind: 'numeric', law: () => nextNormal },
  { name: 'log-normal', kind: 'numeric', law: () => (r) => Math.exp(2 * nextNormal(r)) },
  { name: 'zero-balance', kind: 'numeric', law: () => (r) => (r.next() < 0.36 ? 0 : 1e5 + 3e4 * nextNormal(r)) },
  { name: 'pdays', kind: 'numeric', law: () => (r) => (r.next() < 0.963 ? 999 : Math.floor(exponential(r) * 6)) },
  { name: 'small-integers', kind: 'numeric', law: () => (r) => Math.floor(exponential(r) * 2.5) },
  { name: 'age', kind: 'numeric', law: () => (r) => Math.round(40 + 10 * nextNormal(r)) },
  { name: 'missing', kind: 'numeric', law: () => (r) => (r.next() < 0.01 ? null : nextNormal(r)) },
  { name: 'rounded-tenth', kind: 'numeric', law: () => (r) => Math.floor(r.next() * 11) },
  { name: 'binary-rare', kind: 'categorical', law: () => (r) => (r.next() < 0.002 ? 'yes' : 'no') },
  { name: 'thirty-even', kind: 'categorical', law: () => pick(repeat(30, () => 1)) },
  { name: 'thirty-random', kind: 'categorical', law: (r) => pick(repeat(30, () => exponential(r))) },
  { name: 'zipf-thirty', kind: 'categorical', law: () => pick(repeat(30, (i) => 1 / (i + 1) ** 2)) },
  { name: 'zipf-thousand', kind: 'categorical', law: () => pick(repeat(1_000, (i) => 1 / (i + 1))) },
  { name: 'two-hundred-even', kind: 'categorical', law: () => pick(repeat(200, () => 1)) },
  { name: 'geometric', kind: 'categorical', law: () => (r) => `g${Math.floor(exponential(r) * 8)}` },
];

const [repetitions, sizes, alpha] = [
  Number(process.argv[2] ?? 200),
  (process.argv[3] ?? '1000,10000').split(',').map(Number),
  process.argv[4] === undefined ? {} : { alpha: Number(process.argv[4]) },
];
const only = process.argv[5];
const sources = only === undefined ? SOURCES : SOURCES.filter(({ name }) => only.split(',').includes(name));
const draw = (count: number, next: (random: Random) => FeatureValue, random: Random): FeatureValue[] =>
  Array.from({ length: count }, () => next(random));

for (const m of sizes) {
  for (const n of [30, 50, 100, 300, 1_000, 5_000, 20_000, 100_000]) {
    const runs = n >= 20_000 ? Math.ceil(repetitions / 4) : repetitions;
    const byFeature = new Map<string, number>();
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const random = createRandom(1_000_003 * run + 7 * n + m);
      const windows = sources.map(({ name, kind, law }) => {
        const next = law(random);
        return featureWindowFromSamples(name, kind, draw(m, next, random), draw(n, next, random));
      });
      const report = driftReport(windows, alpha);
      if (report.verdict === 'drift') alarms += 1;
      for (const { feature, pValue } of report.features) {
        if (pValue !== null && pValue < 0.05) byFeature.set(feature, (byFeature.get(feature) ?? 0) + 1);
      }
    }
    const rates = [...byFeature].map(([name, count]) => `${name} ${((100 * count) / runs).toFixed(1)}`).join(', ');
    console.log(
      `m=${m} n=${n}: ${alarms} of ${runs} reports alarm (${((100 * alarms) / runs).toFixed(1)} %); p<0.05 %: ${rates}`,
    );
  }
}
