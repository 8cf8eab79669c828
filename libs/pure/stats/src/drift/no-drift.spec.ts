import type { FeatureValue } from '../profile/feature-value';
import { createRandom, nextNormal, type Random } from '../random/sfc32';
import { driftReport } from './drift-report';
import { featureWindowFromSamples } from './feature-drift';

const { floor, log, round } = Math;

type Draw = (random: Random) => FeatureValue;

const exponential = (random: Random): number => -log(1 - random.next());
const category =
  (ends: readonly number[]): Draw =>
  (random) => {
    const u = random.next() * (ends[ends.length - 1] as number);
    return `c${ends.findIndex((end) => u < end)}`;
  };
const cumulate = (shares: readonly number[]): number[] => {
  let sum = 0;
  return shares.map((share) => (sum += share));
};
const shares = (count: number, share: (i: number) => number): number[] =>
  cumulate(Array.from({ length: count }, (_, i) => share(i)));

/** Continuous, heavy point masses, few and many integers, missing, rare, thirty even, thirty random, a long tail. */
const SOURCES: Record<string, { kind: 'numeric' | 'categorical'; law: (random: Random) => Draw }> = {
  normal: { kind: 'numeric', law: () => nextNormal },
  balance: { kind: 'numeric', law: () => (r) => (r.next() < 0.36 ? 0 : 1e5 + 3e4 * nextNormal(r)) },
  pdays: { kind: 'numeric', law: () => (r) => (r.next() < 0.963 ? 999 : floor(6 * exponential(r))) },
  campaign: { kind: 'numeric', law: () => (r) => floor(2.5 * exponential(r)) },
  gaps: { kind: 'numeric', law: () => (r) => (r.next() < 0.02 ? null : round(40 + 10 * nextNormal(r))) },
  rare: { kind: 'categorical', law: () => (r) => (r.next() < 0.002 ? 'yes' : 'no') },
  thirty: { kind: 'categorical', law: () => category(shares(30, () => 1)) },
  random: { kind: 'categorical', law: (r) => category(shares(30, () => exponential(r))) },
  tail: { kind: 'categorical', law: () => category(shares(300, (i) => 1 / (i + 1))) },
};

const sample = (count: number, draw: Draw, random: Random): FeatureValue[] =>
  Array.from({ length: count }, () => draw(random));

function falseAlarms(m: number, n: number, runs: number): number {
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = createRandom(run * 1_000_003 + m * 31 + n);
    const windows = Object.entries(SOURCES).map(([name, { kind, law }]) => {
      const draw = law(random);
      return featureWindowFromSamples(name, kind, sample(m, draw, random), sample(n, draw, random));
    });
    if (driftReport(windows).verdict === 'drift') alarms += 1;
  }
  return alarms;
}

// Far more runs, through the whole monitor: `npm run bench -- drift-law`.
describe('the law under no drift (seeded simulation)', () => {
  it.each([
    [1_000, 30, 40],
    [1_000, 50, 40],
    [1_000, 100, 40],
    [1_000, 300, 40],
    [1_000, 1_000, 20],
    [1_000, 5_000, 20],
    [1_000, 20_000, 5],
    [1_000, 100_000, 2],
    [10_000, 50, 10],
    [10_000, 5_000, 6],
  ])('with %i reference rows and windows of %i, at most 5 %% of reports alarm (%i runs)', (m, n, runs) => {
    expect(falseAlarms(m, n, runs) / runs).toBeLessThanOrEqual(0.05);
  });

  it.each([1_000, 5_000])('with a true PSI of 0.1, %i reference rows and 5,000 rows, 90 %% of reports alarm', (m) => {
    const before = shares(10, () => 1);
    const tilt = 0.3137;
    const after = shares(10, (i) => (i % 2 === 0 ? 1 + tilt : 1 - tilt));
    const psi = 5 * (0.1 * tilt * log(1 + tilt) - 0.1 * tilt * log(1 - tilt));
    expect(psi).toBeCloseTo(0.1, 2);
    const decile = (ends: readonly number[]): Draw => {
      const pick = category(ends);
      return (random) => Number(String(pick(random)).slice(1)) + random.next();
    };
    const runs = 30;
    let alarms = 0;
    for (let run = 0; run < runs; run += 1) {
      const random = createRandom(run + m);
      const steady = category(shares(12, () => 1));
      const windows = [
        featureWindowFromSamples(
          'moved',
          'numeric',
          sample(m, decile(before), random),
          sample(5_000, decile(after), random),
        ),
        ...['a', 'b', 'c', 'd', 'e'].map((name) =>
          featureWindowFromSamples(name, 'categorical', sample(m, steady, random), sample(5_000, steady, random)),
        ),
      ];
      if (driftReport(windows).features[0]?.verdict === 'drift') alarms += 1;
    }
    expect(alarms / runs).toBeGreaterThanOrEqual(0.9);
  });
});
