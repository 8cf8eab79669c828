import oracle from '../fixtures/classification.json';
import { areaUnderCurve, deLongInterval } from './area-under-curve';
import { expectedCalibrationError } from './calibration-error';
import { confusionMatrix, confusionRates, type Label } from './confusion-matrix';
import { pairedBootstrap } from './paired-bootstrap';
import { brierScore, logLoss } from './proper-scores';
import { addScore, emptyScoreCounters, mergeScoreCounters, scoreMetrics } from './score-counters';

const decide = (scores: readonly number[]): Label[] => scores.map((s) => (s >= 0.5 ? 1 : 0));

function countAll(labels: readonly Label[], scores: readonly number[]) {
  const counters = emptyScoreCounters();
  labels.forEach((label, i) =>
    addScore(counters, label, scores[i] as number, decide([scores[i] as number])[0] as Label),
  );
  return counters;
}

describe.each(oracle.cases)('classification metrics of $labels.length rows against scikit-learn', (expected) => {
  const labels = expected.labels as Label[];
  const { scores } = expected;

  it('agrees from samples', () => {
    expect(logLoss(labels, scores)).toBeCloseTo(expected.logLoss, 12);
    expect(brierScore(labels, scores)).toBeCloseTo(expected.brier, 12);
    expect(areaUnderCurve(labels, scores)).toBeCloseTo(expected.auc, 12);
    expect(deLongInterval(labels, scores)?.standardError).toBeCloseTo(expected.aucStandardError, 12);
    expect(expectedCalibrationError(labels, scores)).toBeCloseTo(expected.calibrationError, 12);
    const { accuracy, precision, recall, f1 } = confusionRates(confusionMatrix(labels, decide(scores)));
    expect([accuracy, precision, recall, f1]).toEqual(
      [expected.accuracy, expected.precision, expected.recall, expected.f1].map((x) => expect.closeTo(x, 12)),
    );
  });

  it('agrees from counters merged from two windows, the AUC within its bound', () => {
    const cut = Math.floor(labels.length / 3);
    const merged = scoreMetrics(
      mergeScoreCounters(
        countAll(labels.slice(0, cut), scores.slice(0, cut)),
        countAll(labels.slice(cut), scores.slice(cut)),
      ),
    );
    expect(merged.logLoss).toBeCloseTo(expected.logLoss, 10);
    expect(merged.brier).toBeCloseTo(expected.brier, 12);
    expect(merged.f1).toBeCloseTo(expected.f1, 12);
    expect(Math.abs((merged.auc as number) - expected.auc)).toBeLessThanOrEqual((merged.aucBound as number) + 1e-12);
    expect(Math.abs((merged.calibrationError as number) - expected.calibrationError)).toBeLessThan(0.15);
  });
});

describe('paired bootstrap', () => {
  const { labels, scores } = oracle.cases[2] as { labels: Label[]; scores: number[] };
  const blurred = scores.map((s, i) => (i % 2 === 0 ? s : 1 - s));

  it.each(['logLoss', 'auc', 'accuracy'] as const)('separates a good model from a bad one by %s', (metric) => {
    const interval = pairedBootstrap(metric, { labels, candidate: scores, champion: blurred }, { draws: 300 });
    const gain = metric === 'logLoss' ? -(interval?.upper as number) : (interval?.lower as number);
    expect(gain).toBeGreaterThan(0);
  });

  it('finds no difference of a model from itself, and is undefined for AUC without both classes', () => {
    const same = { labels, candidate: scores, champion: scores };
    expect(pairedBootstrap('logLoss', same, { draws: 50 })).toEqual({ estimate: 0, lower: 0, upper: 0 });
    expect(pairedBootstrap('auc', { labels: [1, 1], candidate: [0.1, 0.2], champion: [0.2, 0.1] })).toBeUndefined();
  });

  it('gives the same interval for the same seed', () => {
    const rows = { labels, candidate: scores, champion: blurred };
    expect(pairedBootstrap('accuracy', rows, { draws: 50 })).toEqual(pairedBootstrap('accuracy', rows, { draws: 50 }));
  });
});

describe('degenerate inputs', () => {
  it('is undefined where the denominator is 0, never 0', () => {
    expect(confusionRates(confusionMatrix([0, 0], [0, 0]))).toEqual({
      accuracy: 1,
      precision: undefined,
      recall: undefined,
      f1: undefined,
    });
    expect(areaUnderCurve([1, 1], [0.2, 0.4])).toBeUndefined();
    expect(scoreMetrics(emptyScoreCounters())).toMatchObject({ logLoss: undefined, auc: undefined });
  });

  it('clips a certain and wrong probability at 1e-15 and refuses one outside [0, 1]', () => {
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(1e-15), 9);
    expect(() => addScore(emptyScoreCounters(), 1, 1.2, 1)).toThrow('[0, 1]');
  });
});
