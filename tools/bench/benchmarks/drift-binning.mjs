import { loadBundled } from '../bundle.mjs';
import { median } from '../figures.mjs';

const ROWS = 2_000_000;
const ROUNDS = 21;
const AT_LEAST = 250;

const millionsPerSecond = (values, ms) => values / ms / 1e3;

export const driftBinning = {
  title: 'Numbers counted into bins',
  about:
    'Two million doubles counted into the cells of a reference profile (quantile ranges, point masses, below, above, missing) by one thread; exactly the bins that a value by value search gives, which is checked. Median of 21 rounds, in millions of values a second.',
  async run({ say }) {
    const { binnings, count, countOneByOne } = await loadBundled('tools/bench/drift-speed.ts');
    const rows = [];
    const speeds = [];
    for (const bins of [10, 64])
      for (const binning of binnings(ROWS, bins)) {
        const times = Array.from({ length: ROUNDS }, () => count(binning).milliseconds);
        const start = performance.now();
        const wanted = countOneByOne(binning);
        const plainMs = performance.now() - start;
        if (String(wanted) !== String(count(binning).counts)) throw new Error(`${binning.name}: other counts`);
        const speed = millionsPerSecond(ROWS, median(times));
        if (bins === 64) speeds.push(speed);
        rows.push([binning.name, String(bins), speed.toFixed(0), millionsPerSecond(ROWS, plainMs / 2).toFixed(0)]);
        say(`${binning.name}, ${bins} bins: ${speed.toFixed(0)} M/s`);
      }
    return {
      table: { columns: ['distribution', 'bins', 'M values/s', 'value by value'], rows },
      bars: [
        {
          what: 'slowest distribution at 64 bins',
          found: Math.round(Math.min(...speeds)),
          limit: AT_LEAST,
          unit: 'M values/s a core',
          atLeast: true,
        },
      ],
    };
  },
};
