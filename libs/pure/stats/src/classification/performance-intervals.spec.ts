import oracle from '../fixtures/performance.json';
import { expectedPerformanceBand } from './cbpe-band';
import { calibrationErrorInterval, classifierIntervals, f1Interval, type MetricInterval } from './classifier-intervals';
import type { Label } from './confusion-matrix';
import { addError, emptyErrorSums } from './error-sums';
import { estimatedAccuracy, estimatedIntervals } from './estimated-intervals';
import { multiclassIntervals } from './multiclass-intervals';
import { regressionIntervals } from './regression-intervals';
import { createRandom } from '../random/sfc32';
import { addScore, emptyScoreCounters } from './score-counters';
import { addToScoreHistogram, emptyScoreHistogram } from './score-histogram';

const Z = 1.959963984540054;

function expectSe(metric: MetricInterval | undefined, { value, se }: { value: number; se: number }, digits = 9): void {
  expect(metric?.estimate).toBeCloseTo(value, digits);
  expect(((metric?.upper ?? 0) - (metric?.estimate ?? 0)) / Z).toBeCloseTo(se, Math.min(digits, 6));
}

function countersOf(labels: readonly number[], scores: readonly number[], cells = 250) {
  const counters = emptyScoreCounters(cells);
  labels.forEach((label, i) => {
    const score = scores[i] as number;
    addScore(counters, label as Label, score, score >= 0.5 ? 1 : 0);
  });
  return counters;
}

function histogramOf(scores: readonly number[], cells = 250) {
  const histogram = emptyScoreHistogram(cells);
  for (const score of scores) addToScoreHistogram(histogram, score, score >= 0.5);
  return histogram;
}

describe('intervals of performance from counters', () => {
  it.each(oracle.binary)('agree with scikit-learn and SciPy for a binary classifier', (expected) => {
    const metrics = classifierIntervals(countersOf(expected.labels, expected.scores));
    for (const name of ['accuracy', 'precision', 'recall', 'f1'] as const) {
      const { value, interval } = expected[name];
      expect(metrics[name]?.estimate).toBeCloseTo(value, 9);
      expect(metrics[name]?.lower).toBeCloseTo(interval[0] as number, 9);
      expect(metrics[name]?.upper).toBeCloseTo(interval[1] as number, 9);
    }
    for (const name of ['auc', 'logLoss', 'brier'] as const) expectSe(metrics[name], expected[name]);
  });

  it.each(oracle.multiclass)('agree with scikit-learn for many classes', (expected) => {
    const metrics = multiclassIntervals(expected.confusion);
    expect(metrics.accuracy?.estimate).toBeCloseTo(expected.accuracy, 9);
    expect(metrics.accuracy?.lower).toBeCloseTo(expected.interval[0] as number, 9);
    for (const name of ['precision', 'recall', 'f1'] as const) expectSe(metrics[name], expected[name]);
  });

  it.each(oracle.regression)('agree with scikit-learn for a regression', (expected) => {
    const sums = emptyErrorSums();
    expected.actual.forEach((actual, i) => addError(sums, expected.predicted[i] as number, actual));
    const metrics = regressionIntervals(sums);
    for (const name of ['mae', 'rmse', 'r2'] as const) expectSe(metrics[name], expected[name], 7);
  });

  it('leave out what is undefined instead of calling it 0', () => {
    expect(classifierIntervals(emptyScoreCounters(10))).toEqual({});
    expect(multiclassIntervals([0, 0, 0, 0])).toEqual({});
    expect(regressionIntervals(emptyErrorSums())).toEqual({});
    expect(estimatedIntervals(emptyScoreHistogram(10))).toEqual({});
    const onlyNegatives = classifierIntervals(countersOf([0, 0, 0], [0.1, 0.2, 0.1]));
    expect(Object.keys(onlyNegatives).sort()).toEqual(['accuracy', 'brier', 'calibrationError', 'logLoss']);
  });

  it('give the documented interval of F1', () => {
    const f1 = f1Interval({ truePositive: 3, falsePositive: 1, trueNegative: 4, falseNegative: 2 });
    expect(f1?.estimate).toBeCloseTo(2 / 3, 9);
    expect([f1?.lower.toFixed(4), f1?.upper.toFixed(4)]).toEqual(['0.3160', '0.8965']);
  });

  it('cover the true F1, calibration error and R² in about 95 of 100 samples', () => {
    const random = createRandom(5);
    let [f1, calibration, r2] = [0, 0, 0];
    const runs = 600;
    for (let run = 0; run < runs; run += 1) {
      const counters = emptyScoreCounters(10);
      const sums = emptyErrorSums();
      for (let i = 0; i < 400; i += 1) {
        const score = random.next();
        // Over-confident by 0.2 at both ends: the true calibration error is 0.1 over uniform scores.
        const label: Label = random.next() < 0.3 + 0.4 * score ? 1 : 0;
        addScore(counters, label, score, score >= 0.5 ? 1 : 0);
        const [y, e] = [random.next() + random.next(), random.next() - 0.5];
        addError(sums, y + e, y);
      }
      const covers = (metric: MetricInterval | undefined, truth: number): number =>
        metric !== undefined && metric.lower <= truth && truth <= metric.upper ? 1 : 0;
      // P(TP) = 0.3, P(FP) = 0.2, P(FN) = 0.2; R² = 1 - (1/12)/(1/6).
      f1 += covers(f1Interval(counters.confusion), 0.6);
      r2 += covers(regressionIntervals(sums).r2, 0.5);
      calibration += covers(calibrationErrorInterval(counters.histogram), 0.15);
    }
    expect(f1 / runs).toBeGreaterThan(0.92);
    expect(r2 / runs).toBeGreaterThan(0.92);
    expect(calibration / runs).toBeGreaterThan(0.9);
  });
});

describe('performance estimated from counters', () => {
  it('gives the known answers of CBPE', () => {
    const metrics = estimatedIntervals(histogramOf([0.9, 0.8, 0.7, 0.4, 0.3, 0.1]));
    expect(metrics.accuracy?.estimate).toBeCloseTo(0.766667, 6);
    expect(metrics.precision?.estimate).toBeCloseTo(0.8, 9);
    expect(metrics.recall?.estimate).toBeCloseTo(0.75, 9);
    expect(metrics.f1?.estimate).toBeCloseTo(0.774194, 6);
    expect(metrics.auc?.estimate).toBeCloseTo(0.823661, 6);
  });

  it('has the band of labels drawn from the probabilities', () => {
    const random = createRandom(3);
    const scores = Array.from({ length: 800 }, () => random.next() ** 2);
    const drawn = expectedPerformanceBand(
      scores,
      scores.map((score): Label => (score >= 0.5 ? 1 : 0)),
    );
    const metrics = estimatedIntervals(histogramOf(scores));
    for (const name of ['accuracy', 'precision', 'recall', 'f1', 'logLoss'] as const) {
      const [band, estimated] = [drawn[name], metrics[name]];
      expect(Math.abs((estimated?.estimate ?? 9) - (band?.estimate ?? 0))).toBeLessThan(2e-4);
      const ratio = ((estimated?.upper ?? 0) - (estimated?.lower ?? 0)) / ((band?.upper ?? 0) - (band?.lower ?? 0));
      expect(ratio).toBeGreaterThan(0.85);
      expect(ratio).toBeLessThan(1.15);
    }
  });

  it('expects of a multiclass model the mean probability of its answers', () => {
    const histogram = histogramOf([0.9, 0.5, 0.7]);
    expect(estimatedAccuracy(histogram).accuracy?.estimate).toBeCloseTo(0.7, 9);
  });
});
