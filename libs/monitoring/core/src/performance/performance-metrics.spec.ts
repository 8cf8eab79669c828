import type { Signature } from '@plumbline/registry-core';
import { buildReferenceProfile } from '../reference/build-reference-profile';
import { monitoredVersion, withSegments } from '../monitored-version';
import { addLabel, addPrediction } from '../window/count-rows';
import { emptyCounters, mergeCounters } from '../window/window-counters';
import { coverageByAge } from './label-coverage';
import { estimatedMetrics, groupMetrics, realisedMetrics } from './performance-metrics';
import { segmentPerformance } from './segment-performance';
import { mergePerformance } from './window-performance';

const signature: Signature = {
  schemaVersion: 1,
  task: 'binary',
  features: [{ name: 'job', type: 'category', required: true, categories: ['a', 'b'] }],
  inputs: [{ name: 'x', elementType: 'float', features: ['job'] }],
  output: { scoreTensor: 'p', scoreColumn: 1, classes: ['no', 'yes'], positiveClass: 'yes', threshold: 0.5 },
  label: 'y',
  protectedAttributes: [{ name: 'job', source: 'feature' }],
};

interface Row {
  readonly job: string;
  readonly score: number;
  readonly label?: string;
  readonly predictedLabel?: string;
}

function count(rows: readonly Row[], change: Partial<Signature> = {}) {
  const own = { ...signature, ...change };
  const jobs = Array.from({ length: 200 }, (_, i) => [i % 2 ? 'a' : 'b']);
  const profile = buildReferenceProfile(own, jobs, { scores: jobs.map((_, i) => (i % 100) / 100) });
  const version = withSegments(monitoredVersion('m', 1, own, profile), [{ by: ['job'] }]);
  const counters = emptyCounters(version);
  for (const { job, score, label, predictedLabel = null } of rows) {
    const row = { features: [job], attributes: null, score, predictedLabel };
    addPrediction(version, counters, row);
    const positive = own.task === 'binary' ? label === 'yes' : null;
    if (label !== undefined) addLabel(version, counters, { row, label, positive });
  }
  return mergeCounters(emptyCounters(version), counters);
}

const many = (n: number, of: Row): Row[] => Array.from({ length: n }, () => of);
const mixed: Row[] = [
  ...many(40, { job: 'a', score: 0.9, label: 'yes' }),
  ...many(10, { job: 'a', score: 0.9, label: 'no' }),
  ...many(30, { job: 'b', score: 0.2, label: 'no' }),
  ...many(20, { job: 'b', score: 0.2, label: 'yes' }),
  ...many(100, { job: 'b', score: 0.2 }),
];

describe('realised performance', () => {
  it('has an interval and its rows for each metric of a binary classifier', () => {
    const metrics = realisedMetrics(count(mixed));
    expect(metrics.accuracy).toMatchObject({ estimate: 0.7, n: 100 });
    expect(metrics.precision).toMatchObject({ estimate: 0.8, n: 50 });
    expect(metrics.recall?.estimate).toBeCloseTo(2 / 3, 12);
    expect(metrics.calibrationError?.estimate).toBeCloseTo(0.15, 9);
    for (const metric of Object.values(metrics)) {
      expect(metric.low).toBeLessThanOrEqual(metric.estimate ?? -1);
      expect(metric.high).toBeGreaterThanOrEqual(metric.estimate ?? 9);
    }
  });

  it('takes a version of labels only for what it decides', () => {
    const rows = mixed.map((row) => ({
      ...row,
      score: row.score > 0.5 ? 1 : 0,
      predictedLabel: row.score > 0.5 ? 'yes' : 'no',
    }));
    const metrics = realisedMetrics(count(rows, { output: { ...signature.output, kind: 'label' } }));
    expect(Object.keys(metrics).sort()).toEqual(['accuracy', 'f1', 'precision', 'recall']);
    expect(metrics.precision?.estimate).toBe(0.8);
  });

  it('averages over the classes of a multiclass model, with the calibration of its answers', () => {
    const classes = ['a', 'b', 'c'];
    const rows = classes.flatMap((label) => [
      ...many(8, { job: 'a', score: 0.8, label, predictedLabel: label }),
      ...many(2, { job: 'a', score: 0.8, label, predictedLabel: 'a' }),
    ]);
    const counters = count(rows, { task: 'multiclass', output: { ...signature.output, classes, positiveClass: null } });
    const metrics = realisedMetrics(counters);
    expect(metrics.recall?.estimate).toBeCloseTo((1 + 0.8 + 0.8) / 3, 12);
    expect(metrics.accuracy?.estimate).toBeCloseTo(26 / 30, 12);
    expect(metrics.calibrationError?.estimate).toBeCloseTo(26 / 30 - 0.8, 9);
    expect(estimatedMetrics(counters).accuracy?.estimate).toBeCloseTo(0.8, 9);
  });

  it('tells errors of a regression, of which nothing can be expected without labels', () => {
    const rows = [1, 2, 3, 4].map((score) => ({ job: 'a', score, label: String(score + (score % 2 ? 1 : -1)) }));
    const counters = count(rows, { task: 'regression' });
    expect(realisedMetrics(counters)).toMatchObject({ mae: { estimate: 1, n: 4 }, rmse: { estimate: 1 } });
    expect(estimatedMetrics(counters)).toEqual({});
  });

  it('is that of the labelled rows of several windows and versions together', () => {
    const merged = mergePerformance([count(mixed.slice(0, 70)), count(mixed.slice(70))]);
    expect(merged && realisedMetrics(merged).accuracy).toEqual(realisedMetrics(count(mixed)).accuracy);
  });
});

describe('performance without labels', () => {
  it('is expected of all rows, labelled or not', () => {
    const metrics = estimatedMetrics(count(mixed));
    expect(metrics.accuracy).toMatchObject({ n: 200 });
    expect(metrics.accuracy?.estimate).toBeCloseTo((50 * 0.9 + 150 * 0.8) / 200, 9);
    expect(metrics.precision?.estimate).toBeCloseTo(0.9, 9);
  });
});

describe('performance by segment', () => {
  it('puts the worst first, by the kind end of its interval, and those with few labels last', () => {
    const rows = [
      ...mixed,
      ...many(5, { job: 'new', score: 0.2 }),
      ...many(2, { job: 'few', score: 0.1, label: 'yes' }),
    ];
    const segments = segmentPerformance(count(rows).segments ?? {});
    expect(segments.map(({ segment }) => segment)).toEqual(['b', 'a', 'few', 'new']);
    expect(segments[0]).toMatchObject({ segmentation: 'job', predictions: 150, labelled: 50 });
    expect(segments[0]?.metrics.accuracy?.estimate).toBe(0.6);
    expect(segments.at(-1)?.metrics).toEqual({});
  });

  it('has the metrics of a group of its own', () => {
    const group = count(mixed).groups[0]?.find(({ group: name }) => name === 'a');
    const metrics = group ? groupMetrics(group) : {};
    expect(metrics.logLoss?.estimate).toBeCloseTo(-(0.8 * Math.log(0.9) + 0.2 * Math.log(0.1)), 9);
    expect(metrics.calibrationError?.estimate).toBeCloseTo(0.1, 9);
  });
});

describe('label coverage by age', () => {
  it('ages a window by the latest event, and shows no age without predictions', () => {
    const hour = 3_600_000;
    const window = (endsAtMs: number, labelled: number) => ({ endsAtMs, predictions: 10, labelled });
    expect(coverageByAge([window(100 * hour, 1), window(98 * hour, 4), window(10 * hour, 9)], 100 * hour)).toEqual([
      { fromMs: 0, toMs: hour, predictions: 10, labelled: 1, share: 0.1 },
      { fromMs: hour, toMs: 6 * hour, predictions: 10, labelled: 4, share: 0.4 },
      { fromMs: 72 * hour, toMs: 168 * hour, predictions: 10, labelled: 9, share: 0.9 },
    ]);
  });
});
