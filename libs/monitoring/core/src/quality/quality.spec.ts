import type { Feature, Signature } from '@plumbline/registry-core';
import { createRandom, nextNormal } from '@plumbline/stats';
import fc from 'fast-check';
import { monitoredVersion, type MonitoredVersion } from '../monitored-version';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import type { Scalar } from '../scored-row';
import { addPrediction } from '../window/count-rows';
import { emptyCounters, type WindowCounters } from '../window/window-counters';
import { evaluateQuality } from './evaluate-quality';
import { freshnessCheck } from './freshness-check';
import { addQuality, emptyQuality, mergeQuality, type QualityCounts } from './quality-counts';
import { valueContract } from './value-contract';
import { volumeEvidence } from './volume-check';

const FEATURES: Feature[] = [
  { name: 'age', type: 'integer', required: true, minimum: 18, maximum: 90 },
  { name: 'balance', type: 'number', required: false },
  { name: 'job', type: 'category', required: true, categories: ['admin', 'worker'] },
  { name: 'active', type: 'boolean', required: true },
];
const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: FEATURES,
  inputs: [{ name: 'x', elementType: 'float', features: FEATURES.map(({ name }) => name) }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};
const POLICY = { alpha: 0.01, minimumRows: 200, qualityTolerance: 0.01, volumeFactor: 2 };
const RANGE = { fromMs: 0, toMs: 1_000 };
const USUAL = { rows: 100, earlier: [97, 105, 99, 101, 93, 108, 100, 102, 96] };

const rowOf = (random: () => number, normal: () => number): Scalar[] => [
  Math.floor(18 + 73 * random()),
  random() < 0.05 ? null : 1_000 * normal(),
  random() < 0.5 ? 'admin' : 'worker',
  random() < 0.3,
];
function sample(count: number, seed: number): Scalar[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    rowOf(
      () => random.next(),
      () => nextNormal(random),
    ),
  );
}
const bare = monitoredVersion('m', 1, signature, null);
const referred = monitoredVersion('m', 2, signature, buildReferenceProfile(signature, sample(1_000, 1)));

function windowOf(version: MonitoredVersion, rows: Scalar[][]): WindowCounters {
  const counters = emptyCounters(version);
  for (const features of rows) addPrediction(version, counters, { features, attributes: null, score: 0.5 });
  return counters;
}
const evaluate = (version: MonitoredVersion, rows: Scalar[][], volumes = USUAL) =>
  evaluateQuality(version, windowOf(version, rows), POLICY, RANGE, volumes);
const violations = (version: MonitoredVersion, rows: Scalar[][], volumes = USUAL): string[] =>
  evaluate(version, rows, volumes)
    .checks.filter(({ verdict }) => verdict === 'violated')
    .map(({ check, feature }) => (feature === null ? check : `${check}:${feature}`));
const changed = (column: number, change: (value: Scalar, i: number) => Scalar): Scalar[][] =>
  sample(1_500, 2).map((row, i) => row.map((value, k) => (k === column ? change(value, i) : value)));

describe.each([
  ['a version without a reference', bare],
  ['a version with a reference', referred],
])('data quality of %s', (_name, version) => {
  it('finds nothing in rows as they should be', () => {
    expect(evaluate(version, sample(500, 2))).toMatchObject({ verdict: 'within', rows: 500, alpha: 0.01 });
  });

  it.each([
    ['missing:age', 0, (value: Scalar, i: number) => (i % 10 === 0 ? null : value)],
    ['wrong_type:age', 0, (value: Scalar, i: number) => (i % 10 === 0 ? String(value) : value)],
    ['wrong_type:age', 0, (value: Scalar, i: number) => (i % 10 === 0 ? Number(value) + 0.5 : value)],
    ['out_of_range:age', 0, (value: Scalar, i: number) => (i % 10 === 0 ? 130 : value)],
    ['new_category:job', 2, (value: Scalar, i: number) => (i % 10 === 0 ? 'robot' : value)],
    ['constant:age', 0, () => 40],
    ['constant:job', 2, () => 'admin'],
  ])('finds %s', (expected, column, change) => {
    expect(violations(version, changed(column, change))).toEqual([expected]);
  });

  it('lets a few strange rows pass, and does not judge few rows at all', () => {
    expect(
      violations(
        version,
        changed(0, (value, i) => (i < 10 ? 130 : value)),
      ),
    ).toEqual([]);
    const few = evaluate(version, sample(100, 2));
    expect(few.verdict).toBe('not_enough_evidence');
    expect(few.checks.filter(({ verdict }) => verdict === 'within').map(({ check }) => check)).toEqual(['volume']);
  });

  it('finds windows far emptier or fuller than usual', () => {
    expect(violations(version, sample(500, 2), { ...USUAL, rows: 20 })).toEqual(['volume']);
    expect(violations(version, sample(500, 2), { ...USUAL, rows: 400 })).toEqual(['volume']);
    expect(violations(version, sample(500, 2), { ...USUAL, rows: 70 })).toEqual([]);
  });
});

describe('data quality against a reference', () => {
  it('finds more missing values than the reference has, where missing is allowed', () => {
    expect(
      violations(
        referred,
        changed(1, (value, i) => (i % 5 === 0 ? null : value)),
      ),
    ).toEqual(['missing:balance']);
    const [missing] = evaluate(bare, sample(500, 2)).checks.filter(
      ({ check, feature }) => check === 'missing' && feature === 'balance',
    );
    expect(missing).toMatchObject({ verdict: 'not_enough_evidence', basis: 'none' });
  });

  it('names new categories', () => {
    const { checks } = evaluate(
      referred,
      changed(2, (value, i) => (i % 10 === 0 ? `robot${i % 20}` : value)),
    );
    expect(checks.find(({ verdict }) => verdict === 'violated')?.examples).toEqual(['robot0', 'robot10']);
  });

  it.each([50, 200, 1_000, 10_000])(
    'raises any alarm in at most 5 %% of windows of %i rows where nothing is wrong',
    (n) => {
      const runs = n > 1_000 ? 20 : 100;
      let alarms = 0;
      for (let run = 0; run < runs; run += 1) {
        const reference = buildReferenceProfile({ ...signature, features: RAW }, sample(400, 100 + run));
        const version = monitoredVersion('m', 1, { ...signature, features: RAW }, reference);
        const policy = { ...POLICY, minimumRows: 30 };
        const { verdict } = evaluateQuality(version, windowOf(version, sample(n, 900 + run)), policy, RANGE, USUAL);
        if (verdict === 'violated') alarms += 1;
      }
      expect(alarms / runs).toBeLessThanOrEqual(0.05);
    },
  );
});

/** Ranges and categories as only the reference tells them. */
const RAW: Feature[] = FEATURES.map(({ name, type, required }) => ({ name, type, required }));

describe('the usual volume', () => {
  it('is not known from few windows', () => {
    expect(volumeEvidence(5, [100, 100, 100], 0.01)).toBeNull();
  });

  it('keeps its law for Poisson traffic and for traffic that comes in waves', () => {
    const random = createRandom(5);
    const poisson = (mean: number): number => {
      let [k, product] = [0, random.next()];
      for (const limit = Math.exp(-mean); product > limit; k += 1) product *= random.next();
      return k;
    };
    for (const rate of [() => 60, () => 60 * Math.exp(0.3 * nextNormal(random))]) {
      const runs = 1_000;
      let alarms = 0;
      for (let run = 0; run < runs; run += 1) {
        const counts = Array.from({ length: 13 }, () => poisson(rate()));
        if ((volumeEvidence(counts[0] as number, counts.slice(1), 0.05)?.pValue ?? 1) < 0.05) alarms += 1;
      }
      expect(alarms / runs).toBeLessThanOrEqual(0.07);
    }
  });
});

describe('freshness', () => {
  const now = new Date('2026-01-02T00:00:00Z');
  it('is violated when nothing came for longer than the policy allows, and unknown before the first row', () => {
    expect(freshnessCheck(new Date('2026-01-01T22:00:00Z'), now, 3_600_000)).toMatchObject({
      verdict: 'violated',
      observed: { estimate: 7_200_000 },
    });
    expect(freshnessCheck(new Date('2026-01-01T23:30:00Z'), now, 3_600_000).verdict).toBe('within');
    expect(freshnessCheck(null, now, 3_600_000).verdict).toBe('not_enough_evidence');
  });
});

describe('quality counts', () => {
  const contract = valueContract(FEATURES[2] as Feature, undefined);
  const values = fc.array(fc.constantFrom<Scalar>('admin', 'worker', 'robot', 'cat', 7, '', null), { maxLength: 8 });
  const count = (given: readonly Scalar[]): QualityCounts => {
    const counts = emptyQuality();
    for (const value of given) addQuality(contract, counts, value);
    return counts;
  };

  it('say the same whether rows are counted in one window or in merged parts, in any order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const merged = mergeQuality(mergeQuality(count(a), count(b)), count(c));
        expect(merged).toEqual(count([...a, ...b, ...c]));
        expect(mergeQuality(count(c), mergeQuality(count(b), count(a)))).toEqual(merged);
      }),
    );
  });
});
