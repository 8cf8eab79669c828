import type { Signature } from '@plumbline/registry-core';
import { createRandom, nextNormal, type Random } from '@plumbline/stats';
import { monitoredVersion } from '../monitored-version';
import { evaluateQuality } from '../quality/evaluate-quality';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import type { Scalar } from '../scored-row';
import { addLabel, addPrediction } from '../window/count-rows';
import { emptyCounters } from '../window/window-counters';
import { evaluateDrift } from './evaluate-drift';

const TYPES = {
  normal: 'number',
  balance: 'number',
  pdays: 'integer',
  gaps: 'number',
  echo: 'number',
  job: 'category',
  rare: 'category',
} as const;
const features = Object.entries(TYPES).map(([name, type]) => ({ name, type, required: false }));
const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features,
  inputs: [{ name: 'x', elementType: 'float', features: Object.keys(TYPES) }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};
/** The default policy, but that windows of 30 rows are judged, too. */
const policy = {
  ...{ alpha: 0.01, minimumEffect: 0.1, minimumRows: 30, driftedShare: 0.1 },
  ...{ qualityTolerance: 0.01, volumeFactor: 2 },
};

function rowOf(random: Random): Scalar[] {
  const normal = nextNormal(random);
  return [
    normal,
    random.next() < 0.36 ? 0 : 1e5 + 3e4 * nextNormal(random),
    random.next() < 0.963 ? 999 : random.nextInteger(28),
    random.next() < 0.02 ? null : Math.round(40 + 10 * nextNormal(random)),
    normal + 0.5 * nextNormal(random),
    `job${Math.floor(30 * random.next() ** 2)}`,
    random.next() < 0.004 ? 'yes' : 'no',
  ];
}

function alarms(m: number, n: number, seed: number): boolean {
  const random = createRandom(seed);
  const scored = (count: number) =>
    Array.from({ length: count }, () => ({
      features: rowOf(random),
      score: random.next(),
      positive: random.next() < 0.2,
    }));
  const before = scored(m);
  const reference = buildReferenceProfile(
    signature,
    before.map((row) => row.features),
    { scores: before.map(({ score }) => score), labels: before.map(({ positive }) => positive) },
  );
  const version = monitoredVersion('m', 1, signature, reference);
  const counters = emptyCounters(version);
  for (const { positive, ...values } of scored(n)) {
    const row = { ...values, attributes: null };
    addPrediction(version, counters, row);
    addLabel(version, counters, { row, label: positive ? 'yes' : 'no', positive });
  }
  const range = { fromMs: 0, toMs: 1 };
  const drift = evaluateDrift(version, counters, policy, range);
  const usual = {
    rows: n,
    earlier: Array.from({ length: 12 }, () => Math.round(n * Math.exp(0.2 * nextNormal(random)))),
  };
  const quality = evaluateQuality(version, counters, policy, range, usual);
  return drift.features.some(({ verdict }) => verdict === 'drift') || quality.verdict === 'violated';
}

// Far more runs, more features, and windows up to 100,000 rows: `npm run bench -- drift-law`.
describe('a whole check without drift: features, scores, labels, joint measure and data quality (seeded)', () => {
  it.each([
    [500, 30, 20],
    [1_000, 100, 20],
    [1_000, 1_000, 20],
    [1_000, 10_000, 4],
  ])('of %i reference rows and windows of %i alarms in at most 5 %% (%i runs)', (m, n, runs) => {
    const found = Array.from({ length: runs }, (_, run) => alarms(m, n, 10_007 * run + n)).filter(Boolean);
    expect(found.length / runs).toBeLessThanOrEqual(0.05);
  });
});
