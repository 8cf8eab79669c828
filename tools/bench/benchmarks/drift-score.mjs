import { loadBundled } from '../bundle.mjs';
import { inMs, median } from '../figures.mjs';

const FEATURES = 1_000;
const THIN_FEATURES = 20;
const [WARM_UP, ROUNDS] = [30, 101];
const LIMIT_MS = 5;

function milliseconds(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export const driftScore = {
  title: 'Drift of 1,000 features of 64 bins, from counters',
  about:
    'One call of the report that a closed window gets: every measure of every feature, its p-value under no drift, Benjamini-Hochberg, effects, verdicts. Each feature has 64 live bins with at least 50 expected rows, a tenth of the features drift; one thread, warm, median of 101 calls.',
  async run({ say }) {
    const { countedWindows, liveBins, score, thinWindows } = await loadBundled('tools/bench/drift-speed.ts');
    const windows = countedWindows(FEATURES);
    say(`${windows.length} features of ${liveBins(windows[0])} live bins`);
    for (let i = 0; i < WARM_UP; i += 1) score(windows);
    const times = Array.from({ length: ROUNDS }, () => milliseconds(() => score(windows)));
    const { share, features } = score(windows);
    const laws = [...new Set(features.map(({ law }) => law))].join(', ');
    const thin = thinWindows(THIN_FEATURES);
    score(thin);
    const thinMs = milliseconds(() => score(thin)) / THIN_FEATURES;
    return {
      table: {
        columns: ['', 'median ms', 'fastest ms', 'features that drift', 'law'],
        rows: [
          [`${FEATURES} features`, inMs(median(times)), inMs(Math.min(...times)), String(share.drifted), laws],
          [`one feature with bins of a row or two`, thinMs.toFixed(2), '', '', 'permutation'],
        ],
      },
      bars: [{ what: 'median of one report', found: Number(median(times).toFixed(2)), limit: LIMIT_MS, unit: 'ms' }],
      notes: [
        'Bins with fewer than 50 expected rows have no chi-square law: rows are relabelled at random until the p-value is known, which takes the time of the second line for each such feature.',
      ],
    };
  },
};
