import type { Signature } from '@plumbline/registry-core';
import { createRandom } from '@plumbline/stats';
import { monitoredVersion } from '../monitored-version';
import { performanceDrift } from '../performance/performance-drift';
import { windowPerformance } from '../performance/window-performance';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import type { Scalar } from '../scored-row';
import { addLabel, addPrediction } from '../window/count-rows';
import { emptyCounters, type WindowCounters } from '../window/window-counters';
import { evaluateDrift } from './evaluate-drift';

const policy = { alpha: 0.01, minimumEffect: 0.1, minimumRows: 200, driftedShare: 0.25, performanceMargin: 0.1 };
const features = ['a', 'b', 'c', 'd'].map((name) => ({ name, type: 'number' as const, required: true }));
const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features,
  inputs: [{ name: 'x', elementType: 'float', features: features.map(({ name }) => name) }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [],
};

const source = createRandom(7);
const random = (): number => source.next();
const rowsOf = (n: number, shift = 0): Scalar[][] =>
  Array.from({ length: n }, () => [random() + shift, random(), random(), random()]);
const reference = buildReferenceProfile(signature, rowsOf(2_000), {
  scores: Array.from({ length: 2_000 }, () => random()),
  labels: Array.from({ length: 2_000 }, () => random() < 0.3),
  expected: { logLoss: 0.5, logLossVariance: 0.2, auc: 0.8, accuracy: 0.8, n: 1_000 },
});
const version = monitoredVersion('m', 3, signature, reference);

function windowOf(rows: Scalar[][], score: () => number = random, positiveRate = 0.3): WindowCounters {
  const counters = emptyCounters(version);
  for (const values of rows) {
    const row = { features: values, attributes: null, score: score() };
    addPrediction(version, counters, row);
    const positive = random() < positiveRate;
    addLabel(version, counters, { row, label: String(positive), positive });
  }
  return counters;
}
const evaluate = (counters: WindowCounters, change: Partial<typeof policy> = {}) =>
  evaluateDrift(version, counters, { ...policy, ...change }, { fromMs: 0, toMs: 1_000 });

describe('a drift check', () => {
  it('finds no drift in rows of the same law, and lists scores and labels as rows of their own', () => {
    const report = evaluate(windowOf(rowsOf(2_000)));
    expect(report).toMatchObject({ verdict: 'no_drift', model: 'm', version: 3, share: { drifted: 0, tested: 4 } });
    expect(report.features.map(({ feature }) => feature)).toEqual([
      'a',
      'b',
      'c',
      'd',
      '(score)',
      '(label)',
      '(joint)',
    ]);
    expect(report.to).toBe('1970-01-01T00:00:01.000Z');
  });

  it('is drift of the whole only when the share of drifted features reaches the policy', () => {
    const counters = windowOf(rowsOf(2_000, 0.3));
    const report = evaluate(counters);
    expect(report).toMatchObject({ verdict: 'drift', share: { drifted: 1, tested: 4 } });
    expect(report.features[0]).toMatchObject({ feature: 'a', verdict: 'drift' });
    expect(evaluate(counters, { driftedShare: 0.5 }).verdict).toBe('no_drift');
  });

  it.each([
    ['(score)', () => random() / 3, 0.3],
    ['(label)', random, 0.8],
  ])('is drift of the whole when %s drifts alone', (row, score, rate) => {
    const report = evaluate(windowOf(rowsOf(2_000), score, rate));
    expect(report.verdict).toBe('drift');
    expect(report.features.filter(({ verdict }) => verdict === 'drift').map(({ feature }) => feature)).toEqual([row]);
  });

  it('is drift of the whole when the features no longer go together, though each keeps its distribution', () => {
    const pairs = (n: number, sign: 1 | -1): Scalar[][] =>
      Array.from({ length: n }, () => {
        const [a, noise] = [random() - 0.5, 0.2 * (random() - 0.5)];
        return [a, sign * a + noise, random(), random()];
      });
    const linked = monitoredVersion('m', 5, signature, buildReferenceProfile(signature, pairs(2_000, 1)));
    const checkOf = (sign: 1 | -1) => {
      const counters = emptyCounters(linked);
      for (const values of pairs(1_500, sign)) {
        addPrediction(linked, counters, { features: values, attributes: null, score: 0.5 });
      }
      return evaluateDrift(linked, counters, policy, { fromMs: 0, toMs: 1_000 });
    };
    expect(checkOf(-1)).toMatchObject({
      verdict: 'drift',
      share: { drifted: 0, tested: 4 },
      joint: { verdict: 'drift', alone: true, features: 4 },
    });
    expect(checkOf(1)).toMatchObject({ verdict: 'no_drift', joint: { verdict: 'no_drift', alone: false } });
  });

  it('says not enough evidence below the minimum of rows and without a reference', () => {
    expect(evaluate(windowOf(rowsOf(100, 5))).verdict).toBe('not_enough_evidence');
    const bare = monitoredVersion('m', 4, signature, null);
    const report = evaluateDrift(bare, emptyCounters(bare), policy, { fromMs: 0, toMs: 1 });
    expect(report).toMatchObject({ verdict: 'not_enough_evidence', features: [], share: { drifted: 0, tested: 0 } });
  });

  it('shows both sides of each bin as shares that add up to one', () => {
    const [first] = evaluate(windowOf(rowsOf(500))).features;
    const sum = (side: 'reference' | 'current') => first!.bins.reduce((total, bin) => total + bin[side], 0);
    expect([sum('reference'), sum('current')]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
    expect(first!.bins.at(-1)!.label).toBe('missing');
  });
});

describe('performance against birth', () => {
  const withLoss = (probabilityOfTruth: number, rows = 500): WindowCounters => {
    const counters = emptyCounters(version);
    for (let i = 0; i < rows; i += 1) {
      // Alternating noise gives the loss a variance.
      const score = probabilityOfTruth + (i % 2 ? 0.02 : -0.02);
      const row = { features: [0, 0, 0, 0], attributes: null, score };
      addLabel(version, counters, { row, label: '1', positive: true });
    }
    return counters;
  };

  it('is worse only when the whole interval lies above the margin', () => {
    const worse = performanceDrift(reference.expected, withLoss(0.45), policy);
    expect(worse.realised).toBeCloseTo(-Math.log(0.45), 2);
    expect(worse.verdict).toBe('worse');
    expect(worse.difference.low).toBeGreaterThan(0.1);
    expect(performanceDrift(reference.expected, withLoss(0.54), policy).verdict).toBe('not_enough_evidence');
    expect(performanceDrift(reference.expected, withLoss(0.62), policy).verdict).toBe('not_worse');
  });

  it('is not judged with too few labels or without an expectation', () => {
    expect(performanceDrift(reference.expected, withLoss(0.1, 100), policy).verdict).toBe('not_enough_evidence');
    expect(performanceDrift(null, withLoss(0.1), policy).verdict).toBe('not_enough_evidence');
  });

  it('reads means from the sums', () => {
    const counters = windowOf(rowsOf(50), () => 0.25, 1);
    expect(windowPerformance(counters)).toMatchObject({
      predictions: 50,
      labelled: 50,
      positiveRate: 1,
      meanScore: 0.25,
    });
    expect(windowPerformance(counters).logLoss).toBeCloseTo(Math.log(4), 12);
    expect(windowPerformance(emptyCounters(version))).toMatchObject({ logLoss: null, meanScore: null, auc: null });
  });
});
