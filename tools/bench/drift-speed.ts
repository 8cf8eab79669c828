// Drift from counters and binning, as `npm run bench` measures them; bundled with the statistics library.
import {
  binIndex,
  buildFeatureProfile,
  createCellCounter,
  createRandom,
  driftReport,
  nextNormal,
  type DriftReport,
  type FeatureProfile,
  type FeatureWindow,
  type NumericBins,
  type Random,
  type WindowCounts,
} from '@plumbline/stats';

const { max, min, round, sqrt } = Math;

const SAMPLE_ROWS = 100_000;

/** Rows of a window by bin: the reference's shares with the noise of a sample of `rows`, and a tilt where it drifts. */
function drawnCounts(like: WindowCounts, rows: number, tilt: number, random: Random): WindowCounts {
  const bins = like.bins.map((count, i) => {
    const expected = (count / like.rows) * rows * (1 + (i % 2 === 0 ? tilt : -tilt));
    return max(0, round(expected + sqrt(expected) * nextNormal(random)));
  });
  return { ...like, bins, rows: bins.reduce((sum, count) => sum + count, 0) };
}

/** A percentage that is 0 or 100 for some: with its two heavy ends, ranges between them and missing, 64 live bins. */
function clippedProfile(random: Random): FeatureProfile {
  const value = (): number | null => (random.next() < 0.02 ? null : min(100, max(0, 50 + 25 * nextNormal(random))));
  for (let bins = 64; ; bins += 1) {
    const profile = buildFeatureProfile('x', 'numeric', Array.from({ length: SAMPLE_ROWS }, value), { bins });
    const live = profile.counts.bins.filter((count) => count > 0).length;
    if (live >= 64) return profile;
  }
}

/** `features` windows of 64 live bins, each tenth of which has drifted. */
export function countedWindows(features: number): FeatureWindow[] {
  const random = createRandom(11);
  const base = clippedProfile(random);
  return Array.from({ length: features }, (_, f) => {
    const counts = drawnCounts(base.counts, 50_000, f % 10 === 0 ? 0.25 : 0, random);
    return {
      profile: { ...base, feature: `feature ${f}`, counts: drawnCounts(base.counts, 100_000, 0, random) },
      counts,
    };
  });
}

/** The same with ends that hold a row or two: rows are relabelled at random instead of taking the chi-square law. */
export function thinWindows(features: number): FeatureWindow[] {
  const random = createRandom(12);
  const rows = (): number[] => Array.from({ length: 20_000 }, () => nextNormal(random));
  return Array.from({ length: features }, (_, f) => {
    const profile = buildFeatureProfile(`feature ${f}`, 'numeric', rows(), { bins: 62 });
    return { profile, counts: drawnCounts(profile.counts, 20_000, 0, random) };
  });
}

export const liveBins = ({ profile }: FeatureWindow): number => profile.counts.bins.filter((count) => count > 0).length;

export const score = (windows: readonly FeatureWindow[]): DriftReport => driftReport(windows);

const DISTRIBUTIONS: Readonly<Record<string, (random: Random) => number>> = {
  normal: nextNormal,
  exponential: (random) => -Math.log(1 - random.next()),
  'whole numbers': (random) => 18 + random.nextInteger(77),
  'half zero': (random) => (random.next() < 0.5 ? 0 : 1_000 + 300 * nextNormal(random)),
};

export interface Binning {
  readonly name: string;
  readonly bins: NumericBins;
  readonly values: Float64Array;
}

export function binnings(rows: number, bins: number): Binning[] {
  return Object.entries(DISTRIBUTIONS).map(([name, draw]) => {
    const random = createRandom(5);
    const values = Float64Array.from({ length: rows }, () => draw(random));
    const profile = buildFeatureProfile(name, 'numeric', Array.from(values.subarray(0, SAMPLE_ROWS)), { bins });
    return { name, bins: profile.bins as NumericBins, values };
  });
}

const BATCH = 16_384;

/** Milliseconds of counting all values once, and the counts. */
export function count({ bins, values }: Binning): { milliseconds: number; counts: readonly number[] } {
  const counter = createCellCounter(bins);
  const start = performance.now();
  for (let at = 0; at < values.length; at += BATCH) counter.add(values.subarray(at, at + BATCH));
  return { milliseconds: performance.now() - start, counts: counter.counts() };
}

/** The bin of every value by itself. */
export function countOneByOne({ bins, values }: Binning): number[] {
  const counts = new Array<number>(bins.cells + 1).fill(0);
  for (const value of values) counts[binIndex(bins, value)] = (counts[binIndex(bins, value)] ?? 0) + 1;
  return counts;
}
